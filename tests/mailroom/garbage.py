"""Mails with something wrong in them, from a seed: what spammers, broken programs and attackers send."""

from collections.abc import Callable
from random import Random

from tests.mailroom.letters import BOUNCES, SHOP, a_complaint, a_letter, a_report

CHARSETS = (
    "punycode", "idna", "utf-7", "hex", "rot13", "zlib", "unicode_escape", "x-unknown", "utf-8\x00", "", "iso-2022-jp",
    "utf-16", "raw_unicode_escape", "mbcs", "uu", "../../etc", "u" * 500, "GB18030", "big5",
)  # fmt: skip
ENCODINGS = ("base64", "quoted-printable", "x-uuencode", "8bit", "binary", "7bit", "x-nothing", "base64\x00", "uue")
TO = (SHOP, BOUNCES, BOUNCES.replace("@", "+" + "a" * 24 + "@"), "somebody@example.net", "undisclosed-recipients:;")
Making = Callable[[Random], bytes]


def noise(random: Random, most: int = 4000) -> bytes:
    return random.randbytes(random.randrange(1, most))


def base(random: Random) -> bytes:
    """A mail in order that changes nothing. None goes to the mailbox for stops: any mail there with a From is a stop."""
    to = random.choice(TO)
    made: tuple[Callable[[], bytes], ...] = (
        lambda: a_letter(f"Order {random.random()}", "Where is it?", to=to, sender=f"x{random.random()}@example.net"),
        lambda: a_report(token=random.choice(("", "b" * 24, "zz")), message_id=f"{random.random()}@made.up"),
        lambda: a_report(
            action="delayed", status=random.choice(("4.2.2", "", "5", "99999.1.1")), groups=random.randrange(9)
        ),
        lambda: a_complaint(stop_token="A" * 58, message_id=f"{random.random()}@made.up"),
        lambda: a_letter("away", "x", "Auto-Submitted: auto-replied", sender=f"y{random.random()}@example.net"),
    )
    return random.choice(made)() + f"\r\nX-{random.random()}\r\n".encode()


def cut(random: Random) -> bytes:
    content = base(random)
    return content[: random.randrange(len(content))]


def flipped(random: Random) -> bytes:
    content = bytearray(base(random))
    for _each in range(random.randrange(1, 40)):
        content[random.randrange(len(content))] = random.randrange(256)
    return bytes(content)


def with_nulls(random: Random) -> bytes:
    content = base(random)
    place = random.randrange(len(content))
    return content[:place] + b"\x00" * random.randrange(1, 500) + content[place:]


def nested(random: Random) -> bytes:
    depth, kind = random.randrange(2, 400), random.choice(("multipart/mixed", "message/rfc822", "multipart/report"))
    same = random.random() < 0.3
    levels = b""
    for level in range(depth):
        name = "b" if same else f"b{level}"
        levels += f'Content-Type: {kind}; boundary="{name}"\r\n\r\n--{name}\r\n'.encode()
    return b"From: a@example.net\r\n" + levels + b"\r\nthe end"


def huge_headers(random: Random) -> bytes:
    field = f"X-{random.random()}: ".encode()
    long = field + b"y" * random.randrange(1000, 300_000) + b"\r\n"
    many = field + b"z\r\n"
    return (long if random.random() < 0.5 else many * random.randrange(10, 3000)) + base(random)


def wrong_charset(random: Random) -> bytes:
    content = base(random).replace(b"utf-8", random.choice(CHARSETS).encode())
    word = f"=?{random.choice(CHARSETS)}?{random.choice('bqx')}?{random.randrange(10**9)}=FF?=".encode()
    return content.replace(b"Subject: ", b"Subject: " + word) + noise(random)


def wrong_encoding(random: Random) -> bytes:
    head = f"Content-Transfer-Encoding: {random.choice(ENCODINGS)}\r\n".encode()
    return (
        head
        + base(random).replace(b"Content-Type: text/plain\r\n", b"Content-Type: text/plain\r\n" + head)
        + noise(random)
    )


def eight_bit(random: Random) -> bytes:
    field = random.choice((b"Subject: ", b"From: ", b"To: ", b"Content-Type: ", b"Message-ID: ", b"Auto-Submitted: "))
    return field + noise(random, 300).replace(b"\n", b" ") + b"\r\n" + base(random)


def odd_boundaries(random: Random) -> bytes:
    odd = random.choice(
        (b'""', b"", b'"' + b"-" * 500 + b'"', b'"b\x00"', b"b; boundary=c", b"*0*=utf-8''b%00", b'"\r\n b"')
    )
    return base(random).replace(b'"b"', odd)


def paren_bomb(random: Random) -> bytes:
    sign = random.choice((b"(", b"<", b'"', b"a@b,", b"\\", b":;", b"[", b"=?"))
    field = random.choice((b"From: ", b"To: ", b"Content-Type: ", b"Auto-Submitted: ", b"Subject: "))
    return field + sign * random.randrange(100, 9000) + b"\r\n" + base(random)


def binary(random: Random) -> bytes:
    return noise(random, 20_000)


def strange_lines(random: Random) -> bytes:
    return base(random).replace(b"\r\n", random.choice((b"\r", b"\n", b"\n\r", b"\r\n\r\n", b"\x85", b"\x0b")))


def long_line(random: Random) -> bytes:
    return base(random) + b"l" * (5 * 1024 * 1024) + b"\r\n"


KINDS: tuple[Making, ...] = (
    base, cut, flipped, with_nulls, nested, huge_headers, wrong_charset, wrong_encoding, eight_bit, odd_boundaries, paren_bomb,
    binary, strange_lines,
)  # fmt: skip


def garbage(random: Random) -> bytes:
    """One mail. One in 500 has a line of 5 MB."""
    return long_line(random) if random.random() < 0.002 else random.choice(KINDS)(random)
