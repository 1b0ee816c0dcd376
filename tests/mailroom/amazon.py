"""Amazon as the tests play it: an RSA key with a certificate, and messages signed by the rules of its documentation.

The messages follow the examples of the Amazon SNS Developer Guide ("HTTP/HTTPS JSON format") and of the Amazon SES
Developer Guide ("Amazon SNS notification examples for Amazon SES"), with values of our own.
"""

import base64
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from app.core import clock
from tests.mailroom.sent import Sent

TOPIC = "arn:aws:sns:us-east-1:123456789012:sayso-bounces"
CERTIFICATE_URL = "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem"
CONFIRM_URL = f"https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn={TOPIC}&Token=2336412f37fb"
PATH = "/hooks/mail/ses"
Message = dict[str, Any]


class Amazon:
    """A signer of its own."""

    def __init__(self, begins: timedelta = timedelta(days=-1), ends: timedelta = timedelta(days=400)) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
        made = x509.CertificateBuilder(name, name, self.key.public_key(), x509.random_serial_number())
        dated = made.not_valid_before(clock.now() + begins).not_valid_after(clock.now() + ends)
        self.pem = dated.sign(self.key, hashes.SHA256()).public_bytes(Encoding.PEM)

    def pinned(self, folder: Path) -> str:
        """A file with the certificate, for SES_CERTIFICATE."""
        file = folder / "amazon.pem"
        file.write_bytes(self.pem)
        return str(file)

    def signed(self, message: Message, text: str, version: str = "2") -> bytes:
        """The message with a signature over `text`, as the body of a call."""
        digest = hashes.SHA1() if version == "1" else hashes.SHA256()
        signature = base64.b64encode(self.key.sign(text.encode(), padding.PKCS1v15(), digest)).decode()
        return json.dumps(message | {"SignatureVersion": version, "Signature": signature}).encode()

    def notice(self, told: object, message_id: str = "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324", **more: str) -> bytes:
        """A signed Notification. `more`: Subject, or anything to set beside the rule."""
        message = a_notification(told, message_id, **more)
        return self.signed(message, text_of_notification(message))


def a_notification(told: object, message_id: str = "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324", **more: str) -> Message:
    return {
        "Type": "Notification",
        "MessageId": message_id,
        "TopicArn": TOPIC,
        "Message": told if isinstance(told, str) else json.dumps(told),
        "Timestamp": "2026-07-08T15:00:06.655Z",
        "SigningCertURL": CERTIFICATE_URL,
        "UnsubscribeURL": "https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=x",
        **more,
    }


def text_of_notification(message: Message) -> str:
    """The string to sign, field by field, as the guide lists them."""
    text = "Message\n" + message["Message"] + "\n"
    text += "MessageId\n" + message["MessageId"] + "\n"
    if "Subject" in message:
        text += "Subject\n" + message["Subject"] + "\n"
    text += "Timestamp\n" + message["Timestamp"] + "\n"
    text += "TopicArn\n" + message["TopicArn"] + "\n"
    return text + "Type\n" + message["Type"] + "\n"


def a_question(kind: str = "SubscriptionConfirmation", **more: str) -> Message:
    return {
        "Type": kind,
        "MessageId": "165545c9-2a5c-472c-8df2-7ff2be2b3b1b",
        "Token": "2336412f37fb",
        "TopicArn": TOPIC,
        "Message": f"You have chosen to subscribe to the topic {TOPIC}.\nTo confirm the subscription, visit the SubscribeURL.",
        "SubscribeURL": CONFIRM_URL,
        "Timestamp": "2026-07-08T14:00:04.751Z",
        "SigningCertURL": CERTIFICATE_URL,
        **more,
    }


def text_of_question(message: Message) -> str:
    """The string to sign of both confirmations."""
    text = "Message\n" + message["Message"] + "\n"
    text += "MessageId\n" + message["MessageId"] + "\n"
    text += "SubscribeURL\n" + message["SubscribeURL"] + "\n"
    text += "Timestamp\n" + message["Timestamp"] + "\n"
    text += "Token\n" + message["Token"] + "\n"
    text += "TopicArn\n" + message["TopicArn"] + "\n"
    return text + "Type\n" + message["Type"] + "\n"


def the_mail(message_id: str = "", source: str = "shop@example.com", **headers: str) -> Message:
    """The `mail` object. SES sends under an id of its own; ours stands in the original headers."""
    told = {"From": '"The shop" <shop@example.com>', "Message-ID": f"<{message_id}>", "Subject": "Hello", **headers}
    return {
        "timestamp": "2026-07-08T14:59:38.237Z",
        "source": source,
        "sourceArn": "arn:aws:ses:us-east-1:123456789012:identity/example.com",
        "messageId": "00000138111222aa-33322211-cccc-cccc-cccc-ddddaaaa0680-000000",
        "destination": ["ann@example.com"],
        "headersTruncated": False,
        "headers": [{"name": name, "value": value} for name, value in told.items()],
        "commonHeaders": {"messageId": f"<{message_id}>", "subject": "Hello"},
    }


def a_bounce(mail: Message | Sent, kind: str = "Permanent", *statuses: str, **more: str) -> Message:
    """A bounce about a mail. One recipient for each status."""
    recipients = [
        {"emailAddress": "ann@example.com", "action": "failed", "status": status, "diagnosticCode": "smtp; 550"}
        for status in statuses or ("5.1.1",)
    ]
    bounce = {
        "bounceType": kind,
        "bounceSubType": "General",
        "bouncedRecipients": recipients,
        "timestamp": "2026-07-08T14:59:40.000Z",
        "feedbackId": "00000138111222aa-33322211-cccc-cccc-cccc-ddddaaaa068a-000000",
        **more,
    }
    return {"notificationType": "Bounce", "bounce": bounce, "mail": _mail_of(mail)}


def a_complaint(mail: Message | Sent, **more: str) -> Message:
    complaint = {
        "complainedRecipients": [{"emailAddress": "ann@example.com"}],
        "complaintFeedbackType": "abuse",
        "timestamp": "2026-07-08T14:59:40.000Z",
        **more,
    }
    return {"notificationType": "Complaint", "complaint": complaint, "mail": _mail_of(mail)}


def _mail_of(mail: Message | Sent) -> Message:
    return the_mail(mail.message_id) if isinstance(mail, Sent) else mail
