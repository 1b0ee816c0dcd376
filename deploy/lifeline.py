"""Ties a process to the life of its parent, so that `kill -9` anywhere leaves no orphan."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int) -> None:
    """Ask the kernel to end this process the moment `parent` is gone. Only Linux can; elsewhere it does nothing.

    SIGKILL, because whoever kills with -9 means at once, and everything we acknowledged is committed.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we could ask
        os._exit(1)
