"""How gunicorn serves the portal: `gunicorn --config python:violence_plan.gunicorn_settings violence_plan.wsgi`."""

import os

from violence_plan.address import Address
from violence_plan.serving import health_port, log_lines

bind = Address.from_environment().bind
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 4
timeout = 60  # seconds; an officer's import of a whole plan takes some
graceful_timeout = 10
keepalive = 5
max_requests = 5000  # a worker is replaced now and then, so that nothing it gathers lasts
max_requests_jitter = 500  # and not all at once
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 - a heartbeat on a slow disk kills workers
secure_scheme_headers = {}  # whose X-Forwarded-Proto is believed, TRUSTED_PROXIES says, and nothing else
forwarder_headers = ""  # nobody in front says what the path is
control_socket_disable = True  # a second door to the server that nobody here uses
accesslog = None  # it would write paths; the portal writes a line of its own, without
loglevel = "warning"
# What gunicorn itself has to say comes in the form of all other lines, and without what was asked for.
logconfig_dict = log_lines.config(os.environ.get("LOG_FORMAT", "").strip().lower()) | {
    "loggers": {"gunicorn.error": {"level": "WARNING", "handlers": ["console"], "propagate": False}}
}


def when_ready(server):
    """Say where, once the port is ours, and open the one of the probes before any worker is forked."""
    server.health = health_port.listen()
    print(f"Serves on {Address.from_environment()} (Ctrl-C stops it)", flush=True)  # noqa: T201
    if server.health:
        print(f"Answers probes on {health_port.address_of(server.health)}", flush=True)  # noqa: T201


def post_fork(server, worker):
    """Hand the probes' port on to a worker."""
    worker.health = server.health


def post_worker_init(worker):
    """Answer probes, once the worker has loaded the portal, on a thread that no request can hold."""
    if worker.health:
        from violence_plan.views.health import PROBES  # after Django is set up

        health_port.serve(worker.health, PROBES)
