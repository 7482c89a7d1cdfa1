"""How gunicorn serves the portal: `gunicorn --config python:violence_plan.gunicorn_settings violence_plan.wsgi`."""

import os
import shutil
import tempfile

from gunicorn.http import wsgi

from violence_plan.address import Address
from violence_plan.serving import health_port, log_lines

bind = Address.from_environment().bind
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 22  # of which violence_plan/http/page_queue.py leaves two free for kept answers and probes
timeout = 60  # seconds; an officer's import of a whole plan takes some
graceful_timeout = 10
keepalive = 5
# A worker is replaced now and then, so that nothing it gathers lasts; but not every half minute in a crowd, as it takes
# a new one seconds to begin, and not all at once.
max_requests = 100_000
max_requests_jitter = 20_000
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 - a heartbeat on a slow disk kills workers
secure_scheme_headers = {}  # whose X-Forwarded-Proto is believed, TRUSTED_PROXIES says, and nothing else
forwarder_headers = ""  # nobody in front says what the path is
control_socket_disable = True  # a second door to the server that nobody here uses
wsgi.SERVER = ""  # the header says nothing of what serves; gunicorn has no setting for it
accesslog = None  # it would write paths; the portal writes a line of its own, without
loglevel = "warning"
# What gunicorn itself has to say comes in the form of all other lines, and without what was asked for.
logconfig_dict = log_lines.config(os.environ.get("LOG_FORMAT", "").strip().lower()) | {
    "loggers": {"gunicorn.error": {"level": "WARNING", "handlers": ["console"], "propagate": False}}
}


def on_starting(server):
    """Give the workers an empty folder in which they count together, where anybody reads the metrics."""
    if os.environ.get("METRICS_TOKEN"):
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="violence-plan-metrics-", dir=worker_tmp_dir)


def child_exit(server, worker):
    """Let go of what a worker that ended said of itself alone; what it counted stays."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client.multiprocess import mark_process_dead  # which reads the variable when it is imported

        mark_process_dead(worker.pid)


def on_exit(server):
    """Take the folder away."""
    if folder := os.environ.pop("PROMETHEUS_MULTIPROC_DIR", ""):
        shutil.rmtree(folder, ignore_errors=True)


def when_ready(server):
    """Say where, once the port is ours, and open the one of the probes before any worker is forked."""
    server.health = health_port.listen()
    print(f"Serves on {Address.from_environment()} (Ctrl-C stops it)", flush=True)  # noqa: T201
    if server.health:
        print(f"Answers probes on {health_port.address_of(server.health)}", flush=True)  # noqa: T201


def post_fork(server, worker):
    """Hand the probes' port on to a worker, and whether it is one of those that the portal starts with."""
    worker.health, worker.begins = server.health, worker.age <= workers


def post_worker_init(worker):
    """Answer probes, once the worker has loaded the portal, on a thread that no request can hold."""
    if worker.health:
        from violence_plan.views.health import PROBES  # after Django is set up

        health_port.serve(worker.health, PROBES)
    if worker.begins:
        from violence_plan.database.starting import look_at_state

        look_at_state(say=worker.age == 1)
