"""A person at a browser before the site, from a network of her own each time."""

import http.client
import itertools
import time
from urllib.parse import urlencode

from tests.drills.site import HOST, Site

NETWORKS = itertools.count()
TIMEOUT = 60


def visit(site: Site, method: str, path: str, **form: str) -> tuple[int, float]:
    """The status of the answer and the seconds it took. 0: none came."""
    number = next(NETWORKS)
    # What the proxy before the site adds, and what a browser says of its form.
    headers = {
        "Host": HOST,
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": f"10.{number >> 8 & 255}.{number & 255}.7",
    }
    headers |= {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=TIMEOUT)
    began = time.monotonic()
    try:
        connection.request(method, path, urlencode(form), headers)
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return 0, time.monotonic() - began
    finally:
        connection.close()
    return answer.status, time.monotonic() - began
