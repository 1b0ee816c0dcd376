"""Channels: the ways the shop reaches a person. Adding one is a file here and its name in CHANNELS."""

from app.channels.declared import CHANNELS, Channel, channel
from app.channels.post_keys import POST_VERSION, Place, PostKeys, label_key, post_keys, standard_address

__all__ = [
    "CHANNELS",
    "POST_VERSION",
    "Channel",
    "Place",
    "PostKeys",
    "channel",
    "label_key",
    "post_keys",
    "standard_address",
]
