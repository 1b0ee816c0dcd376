"""Mails as they come in, as bytes: reports, complaints, stops, requests."""

from app.mailroom.reading import Incoming, read_bytes

BOUNCES, STOPS, SHOP = "bounces@choices.example.com", "stop@choices.example.com", "customerservice@jefferspet.com"


def lines(*parts: str) -> bytes:
    return "\r\n".join(parts).encode()


def a_letter(
    subject: str = "Hello", text: str = "Hello.\r\n", *more: str, sender: str = "Ann <ann@example.com>", to: str = SHOP
) -> bytes:
    """A plain mail. `more`: further header lines."""
    head = (f"From: {sender}", f"To: {to}", f"Subject: {subject}", "Message-ID: <m1@example.com>", *more)
    return lines(*head, "Content-Type: text/plain; charset=utf-8", "", text)


def a_report(
    *,
    token: str = "",
    action: str = "failed",
    status: str = "5.1.1",
    message_id: str = "",
    stop_token: str = "",
    groups: int = 1,
    original: str = "text/rfc822-headers",
) -> bytes:
    """A delivery report (RFC 3464) about one mail of ours, to its return path."""
    to = BOUNCES.replace("@", f"+{token}@") if token else BOUNCES
    group = ["", "Final-Recipient: rfc822; ann@example.com", f"Action: {action}", f"Status: {status}"]
    group += ["Diagnostic-Code: smtp; 550 5.1.1 no such user"] if status else []
    quoted = _quoted(message_id, stop_token)
    return lines(
        "Return-Path: <>", "From: MAILER-DAEMON@mx.example.net", f"To: {to}", "Subject: Undelivered Mail Returned to Sender",
        "Auto-Submitted: auto-replied", 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', "",
        "--b", "Content-Type: text/plain", "", "Sorry.", "--b", "Content-Type: message/delivery-status", "",
        "Reporting-MTA: dns; mx.example.net", *(group * groups), "",
        "--b", f"Content-Type: {original}", "", *quoted, "--b--", "",
    )  # fmt: skip


def a_complaint(
    *, message_id: str = "", stop_token: str = "", kind: str = "abuse", path: str = "", in_body: str = ""
) -> bytes:
    """A feedback report (RFC 5965) with the recipient's address redacted."""
    return lines(
        "From: feedback@isp.example.net", f"To: {SHOP}", "Subject: Email Feedback Report",
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"', "",
        "--b", "Content-Type: text/plain", "", "This is an email abuse report.", "--b",
        "Content-Type: message/feedback-report", "", f"Feedback-Type: {kind}", "User-Agent: SomeGenerator/1.0", "Version: 1",
        "Original-Rcpt-To: <redacted@example.com>", *([f"Original-Mail-From: <{path}>"] if path else []), "",
        "--b", "Content-Type: message/rfc822", "", *_quoted(message_id, stop_token), "", in_body, "--b--", "",
    )  # fmt: skip


def _quoted(message_id: str, stop_token: str) -> list[str]:
    found = ["From: shop@jefferspet.com", "To: redacted@example.com", "Subject: Deals"]
    found += [f"Message-ID: <{message_id}>"] if message_id else []
    stop = f"List-Unsubscribe: <https://choices.example.com/u/{stop_token}>, <mailto:x@y.example>"
    return [*found, stop] if stop_token else found


def incoming(content: bytes) -> Incoming:
    return read_bytes(content)
