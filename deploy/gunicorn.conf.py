"""How gunicorn runs the site. `deploy/serve.py` starts it; HOST, PORT and WORKERS steer it."""

import os
from typing import Any

from deploy.lifeline import die_with_parent

bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("WORKERS") or os.cpu_count() or 1)
worker_class = "gthread"
threads = 8
timeout = 60
graceful_timeout = 10
keepalive = 5
# A slow leak never grows old, and the workers are not renewed all at once.
max_requests = 20_000
max_requests_jitter = 2_000
control_socket_disable = True
# No access log: addresses of pages hold stop links, and whoever reads a log could press them.
accesslog = None
loglevel = "warning"
wsgi_app = "wsgi:app"


def post_fork(server: Any, _worker: Any) -> None:
    """Tie each worker to its master: killed with -9, it leaves nobody behind who still answers."""
    die_with_parent(server.pid)
