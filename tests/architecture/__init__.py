"""Tests of the shape of the house: layers, entry points, addresses, sizes, words."""
