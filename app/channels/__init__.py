"""Channels: the ways the shop reaches a person. Adding one is a file here and its name in CHANNELS."""

from app.channels.declared import CHANNELS, Channel, channel

__all__ = ["CHANNELS", "Channel", "channel"]
