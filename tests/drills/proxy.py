"""nginx with TLS in front of portals: deploy/nginx.conf itself, with places and names of this machine."""

import socket
import subprocess
from contextlib import contextmanager

from tests.drills.portal import new_session
from tests.script.checkout import ROOT, free_port, until
from violence_plan.processes import spawn, stop

# What nginx needs around our file, and what it may write where.
AROUND = """\
daemon off;
master_process on;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/start.log warn;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/portal.conf;
}}
"""


class Proxy:
    """nginx in front of `portals`: `address` by https, `certificate` to trust, `log` and `errors` it writes."""

    def __init__(self, folder, portals):
        self.folder = folder
        self.port, self.plain_port = free_port(), free_port()
        self.address = f"https://localhost:{self.port}"
        self.certificate, self.key = folder / "fullchain.pem", folder / "privkey.pem"
        self.log, self.errors = folder / "portal.log", folder / "portal-errors.log"
        servers = [f"server 127.0.0.1:{portal.port} max_fails=3 fail_timeout=5s;" for portal in portals]
        probed = [f"server 127.0.0.1:{portal.health_port} max_fails=1 fail_timeout=5s;" for portal in portals]
        backups = [f"server 127.0.0.1:{portal.port} backup;" for portal in portals]
        self.changes = {
            "server 127.0.0.1:8000 max_fails=3 fail_timeout=5s;": " ".join(servers),
            "server 127.0.0.1:8081 max_fails=1 fail_timeout=5s;": " ".join(probed),
            "server 127.0.0.1:8000 backup;": " ".join(backups),
            "listen 80 ": f"listen 127.0.0.1:{self.plain_port} ",
            "listen 443 ": f"listen 127.0.0.1:{self.port} ",
            "plan.example.org": "localhost",
            "/etc/ssl/portal/fullchain.pem": self.certificate,
            "/etc/ssl/portal/privkey.pem": self.key,
            "/var/log/nginx/portal.log": self.log,
            "/var/log/nginx/portal-errors.log": self.errors,
        }
        self.child = None

    def write(self):
        """Write the certificate and the files of settings; nginx itself says that they are right."""
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
             "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
             "-keyout", self.key, "-out", self.certificate], check=True, capture_output=True,
        )  # fmt: skip
        text = (ROOT / "deploy" / "nginx.conf").read_text()
        for words, instead in self.changes.items():
            assert words in text, words
            text = text.replace(words, str(instead))
        (self.folder / "portal.conf").write_text(text)
        (self.folder / "nginx.conf").write_text(AROUND.format(folder=self.folder))
        checked = subprocess.run(["nginx", "-t", *self.arguments], capture_output=True, text=True)
        assert checked.returncode == 0, checked.stderr
        assert "[warn]" not in checked.stderr.replace('the "user" directive', ""), checked.stderr

    @property
    def arguments(self):
        """What tells nginx to read our settings alone."""
        return ["-p", self.folder, "-c", self.folder / "nginx.conf", "-e", self.folder / "start.log"]

    def start(self):
        """Write all it needs, start it and wait until it answers, whatever it answers."""
        self.write()
        self.child = spawn(["nginx", *self.arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(self.answers, "nginx answers")
        return self

    def answers(self):
        """Whether it takes connections."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def session(self):
        """A session of requests that trusts its certificate."""
        return new_session(str(self.certificate))

    def stop(self):
        """Stop it."""
        stop(self.child)


@contextmanager
def proxied(folder, *portals):
    """A started Proxy in front of the portals, stopped afterwards."""
    folder.chmod(0o711)
    proxy = Proxy(folder, portals)
    try:
        yield proxy.start()
    finally:
        if proxy.child and proxy.child.poll() is None:
            proxy.stop()
