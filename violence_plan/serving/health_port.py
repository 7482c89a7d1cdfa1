"""A port of its own for health probes, answered by a thread that no request can hold.

The listening socket is opened before the workers are forked, so all of them answer on it, and one that is stuck leaves
it to the others. Nobody but the load balancer needs to reach it: it speaks no more HTTP than a probe does.
"""

import os
import socketserver
from contextlib import suppress
from threading import Thread

from violence_plan.address import WILDCARDS, Address
from violence_plan.processes import NotReadyError

PATIENCE = 2  # seconds that a probe has to ask
REASONS = {200: "OK", 404: "Not Found", 503: "Service Unavailable"}


def health_port():
    """The number of HEALTH_PORT, or None where there is none. Raises NotReadyError where it is no port."""
    port = os.environ.get("HEALTH_PORT") or "0"
    if not port.isdecimal() or int(port) > 65535:
        raise NotReadyError(f"HEALTH_PORT is {port!r}. Set it to a number from 1 to 65535, or to 0 for none.")
    return int(port) or None


def listen():
    """The listening socket of HEALTH_PORT on HOST, or None; raises NotReadyError where it is taken."""
    port = health_port()
    if port is None:
        return None
    host = Address.from_environment().host
    listening = Address(host, port).listen()
    listening.setblocking(False)  # several processes wait on it: who comes too late goes on waiting
    return listening


def address_of(listening):
    """Where a probe asks."""
    host, port = listening.getsockname()[:2]
    return str(Address(WILDCARDS.get(host, host), port))


class Probe(socketserver.StreamRequestHandler):
    """One question of a probe: the first line says what, whatever comes after it is not read."""

    timeout = PATIENCE

    def handle(self):
        """Answer and hang up; a probe that says nothing in time, or is gone, is left."""
        with suppress(OSError):
            words = self.rfile.readline(1024).split()
            answer = self.server.answers.get(words[1].decode(errors="replace") if len(words) > 1 else "")
            status, kind, body = answer() if answer else (404, "text/plain", b"Ask /healthz or /readyz.\n")
            head = f"HTTP/1.0 {status} {REASONS[status]}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
            self.wfile.write(f"{head}Cache-Control: no-store\r\nConnection: close\r\n\r\n".encode() + body)


class HealthServer(socketserver.ThreadingTCPServer):
    """Answers on a socket that listens already; `answers` are functions by path, each of status, type and body."""

    daemon_threads = True

    def __init__(self, listening, answers):
        super().__init__(listening.getsockname(), Probe, bind_and_activate=False)
        self.socket.close()
        self.socket, self.answers = listening, answers

    def handle_error(self, request, client_address):
        """Nothing is said of a probe that failed: what it found is the next one's answer."""


def serve(listening, answers):
    """Answer on it from now on, on a thread that ends with the process; returns the server."""
    server = HealthServer(listening, answers)
    Thread(target=server.serve_forever, name="health", daemon=True).start()
    return server
