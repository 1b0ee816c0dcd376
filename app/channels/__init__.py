"""Channels: the ways the shop reaches a person. Adding one is a file here and its name in CHANNELS."""

from app.channels.declared import CHANNELS, Channel, channel
from app.channels.post_form import (
    HOME_COUNTRY,
    PostField,
    PostForm,
    UnknownCountry,
    address_errors,
    cleaned_address,
    country_names,
    post_form,
)
from app.channels.post_keys import POST_VERSION, Place, PostKeys, label_key, post_keys, standard_address

__all__ = [
    "CHANNELS",
    "Channel",
    "HOME_COUNTRY",
    "POST_VERSION",
    "Place",
    "PostField",
    "PostForm",
    "PostKeys",
    "UnknownCountry",
    "address_errors",
    "channel",
    "cleaned_address",
    "country_names",
    "label_key",
    "post_form",
    "post_keys",
    "standard_address",
]
