"""Tests of the retailer's files."""
