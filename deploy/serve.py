"""Runs the site: gunicorn and the worker, in one process group, until Ctrl-C. `make run` and `make serve` start it."""

import functools
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from deploy.lifeline import die_with_parent

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = {
    "web": [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"],
    "worker": [sys.executable, "-m", "flask", "--app", "wsgi", "worker"],
}
WHO = [sys.executable, "-m", "flask", "--app", "wsgi", "demo", "who"]
LOOK_EVERY = 0.2
START_WITHIN = 60
STOP_WITHIN = 15
RESTART_AFTER = 1.0  # a worker that cannot start is tried once a second, not in a tight loop


class Site:
    """The two children and the wish to stop."""

    def __init__(self) -> None:
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False

    def start(self, name: str) -> None:
        """Start one of COMMANDS as a child that cannot outlive us."""
        tied = functools.partial(die_with_parent, os.getpid())
        self.children[name] = subprocess.Popen(COMMANDS[name], cwd=ROOT, preexec_fn=tied)  # noqa: PLW1509 - one thread

    def ask_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        """A signal handler: only notes the wish, `run` does the rest."""
        self.stopping = True

    def run(self) -> int:
        """Start both, look after them, end both. Returns the exit status."""
        for name in COMMANDS:
            self.start(name)
        if self.wait_for_answer():
            say_where()
        while not self.stopping and self.children["web"].poll() is None:
            self.restart_worker_if_dead()
            time.sleep(LOOK_EVERY)
        died = None if self.stopping else self.children["web"].returncode
        self.stop()
        if died is not None:
            print(f"The web server ended by itself (status {died}), so everything is stopped.", file=sys.stderr)
            return 1
        return 0

    def wait_for_answer(self) -> bool:
        """Whether the site answers before it dies, is stopped, or START_WITHIN has passed."""
        end = time.monotonic() + START_WITHIN
        while time.monotonic() < end and not self.stopping and self.children["web"].poll() is None:
            if site_answers():
                return True
            time.sleep(LOOK_EVERY)
        return False

    def restart_worker_if_dead(self) -> None:
        """The site goes on without its worker, mail does not: so it comes back, and says so."""
        status = self.children["worker"].poll()
        if status is None:
            return
        print(f"The worker ended (status {status}). Starting it again.", file=sys.stderr, flush=True)
        time.sleep(RESTART_AFTER)
        if not self.stopping:
            self.start("worker")

    def stop(self) -> None:
        """TERM first, so that requests in hand are finished; KILL for what is still there after STOP_WITHIN."""
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        end = time.monotonic() + STOP_WITHIN
        for child in self.children.values():
            try:
                child.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def address() -> tuple[str, int]:
    """Where this process can reach the site: a site on all interfaces is asked on loopback."""
    host = os.environ.get("HOST") or "127.0.0.1"
    return ("127.0.0.1" if host in {"0.0.0.0", "::"} else host), int(os.environ.get("PORT") or 8000)  # noqa: S104


def someone_answers() -> bool:
    """Whether anything listens at our address."""
    try:
        socket.create_connection(address(), timeout=1).close()
    except OSError:
        return False
    return True


def site_answers() -> bool:
    """Whether a worker of the web server has loaded the site. Any answer counts, a refusal too."""
    connection = http.client.HTTPConnection(*address(), timeout=2)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def say_where() -> None:
    """Print what to open."""
    host, port = address()
    home = f"http://{host}:{port}"
    lines = [f"  Home                 {home}/", f"  Stop paper mail      {home}/paper"]
    in_development = os.environ.get("SHOP_ENV", "development") == "development"
    if in_development and not os.environ.get("MAIL_URL"):
        lines.append(f"  Development inbox    {home}/dev/inbox")
    print("\n".join(["", "The site is running. Ctrl-C ends it.", *lines, ""]), flush=True)
    # Asking the database who is there takes a second; where to look must not wait for it.
    if in_development and (people := demo_people()):
        print("\n".join([f"  Sign in at {home}/sign-in as one of the demo shop:", *people, ""]), flush=True)


def demo_people() -> list[str]:
    """The people of the demo shop to sign in as, one a line; none where the shop is not a demo."""
    tied = functools.partial(die_with_parent, os.getpid())
    asked = subprocess.run(WHO, cwd=ROOT, preexec_fn=tied, capture_output=True, text=True, check=False)
    return [f"    {line}" for line in asked.stdout.splitlines()]


def main() -> int:
    """Run until told to stop."""
    if "MAKELEVEL" in os.environ:  # started by make: killed make takes us along
        die_with_parent(os.getppid())
    if someone_answers():
        host, port = address()
        print(f"Port {port} on {host} is in use. Choose another one, like PORT={port + 1}.", file=sys.stderr)
        return 1
    site = Site()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, site.ask_to_stop)
    return site.run()


if __name__ == "__main__":
    sys.exit(main())
