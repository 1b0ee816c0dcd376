"""Amazon SNS: whether a message is signed by it and for a topic of ours.

Source: Amazon SNS Developer Guide, "Verifying the signatures of Amazon SNS messages" and "HTTP/HTTPS JSON format".
"""

from __future__ import annotations

import base64
import binascii
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, HashAlgorithm

from app.core.mail_settings import MailSettings
from app.mailroom.providers.base import NotGenuine, Parts, Unreadable
from app.mailroom.providers.certificates import Certificates

NOTIFICATION = "Notification"
SUBSCRIPTION, UNSUBSCRIPTION = "SubscriptionConfirmation", "UnsubscribeConfirmation"
# What is signed, in this order. A subject only where the message has one.
_CONFIRMATION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
_SIGNED = {
    NOTIFICATION: ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    SUBSCRIPTION: _CONFIRMATION,
    UNSUBSCRIPTION: _CONFIRMATION,
}
_OPTIONAL = ("Subject",)
_HASHES: dict[str, HashAlgorithm] = {
    "1": SHA1(),  # noqa: S303 - what SNS signs with until its topic is told otherwise; taken only where the shop says so
    "2": SHA256(),
}


def check(message: Parts, settings: MailSettings, certificates: Certificates, folder: Path) -> None:
    """Raises Unreadable, NotGenuine, or NotNow where the certificate can't be had.

    No age is asked for: SNS repeats a message under its first time, for as long as the topic says; a repeat is known by its id.
    """
    signed = signed_text(message)
    if message["TopicArn"] not in settings.ses_topics:
        raise NotGenuine("This topic is not in SES_TOPICS.")
    version = message.get("SignatureVersion")
    if not isinstance(version, str) or version not in _HASHES or version < settings.ses_signature_version:
        raise NotGenuine("This SignatureVersion is not taken. Set the topic’s SignatureVersion to 2.")
    url = message.get("SigningCertURL")
    keys = certificates.keys(url if isinstance(url, str) else "", settings.ses_certificate, folder)
    signature = _signature(message)
    for key in keys:
        try:
            key.verify(signature, signed, PKCS1v15(), _HASHES[version])
        except InvalidSignature:
            continue
        return
    raise NotGenuine("The signature is not that of Amazon SNS.")


def signed_text(message: Parts) -> bytes:
    """The string to sign: each name and its value on a line of its own. Raises Unreadable where one is missing."""
    names = _SIGNED.get(str(message.get("Type")))
    if names is None:
        raise Unreadable("Type is none of Amazon SNS.")
    present = [name for name in names if name not in _OPTIONAL or message.get(name) is not None]
    values = [message.get(name) for name in present]
    if not all(isinstance(value, str) for value in values):
        raise Unreadable("A field that is signed is missing.")
    text = "".join(f"{name}\n{value}\n" for name, value in zip(present, values, strict=True))
    return text.encode(errors="replace")  # half a surrogate pair was never signed


def _signature(message: Parts) -> bytes:
    try:
        return base64.b64decode(str(message.get("Signature")), validate=True)
    except (binascii.Error, ValueError):
        raise NotGenuine("The signature is not that of Amazon SNS.") from None
