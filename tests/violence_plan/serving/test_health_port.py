"""Probes are answered on a port of their own, whatever the requests do."""

import socket
from contextlib import closing

import pytest

from tests.script.checkout import free_port
from violence_plan.processes import NotReadyError
from violence_plan.serving import health_port

ANSWERS = {"/healthz": lambda: (200, "text/plain", b"ok\n"), "/readyz": lambda: (503, "application/json", b"{}")}


@pytest.fixture
def served(monkeypatch):
    """The number of a port on which probes are answered."""
    port = free_port()
    monkeypatch.setenv("HOST", "127.0.0.1")
    monkeypatch.setenv("HEALTH_PORT", str(port))
    listening = health_port.listen()
    server = health_port.serve(listening, ANSWERS)
    yield port
    server.shutdown()
    server.server_close()


def ask(port, said):
    """What is answered to those bytes."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=30)) as probe:
        probe.sendall(said)
        probe.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: probe.recv(4096), b""))


@pytest.mark.parametrize("port", ["-1", "many", "65536"])
def test_what_is_no_port_is_refused(monkeypatch, port):
    monkeypatch.setenv("HEALTH_PORT", port)
    with pytest.raises(NotReadyError, match="Set it to a number from 1 to 65535, or to 0 for none."):
        health_port.listen()


@pytest.mark.parametrize("port", ["", "0"])
def test_without_a_port_nothing_listens(monkeypatch, port):
    monkeypatch.setenv("HEALTH_PORT", port)
    assert health_port.listen() is None


def test_a_port_that_is_taken_is_refused(served):
    with pytest.raises(NotReadyError, match=f"Port {served} is taken by another program"):
        health_port.listen()


@pytest.mark.parametrize(
    ("said", "status", "body"),
    [
        (b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", b"200 OK", b"ok\n"),
        (b"GET /readyz HTTP/1.0\r\n\r\n", b"503 Service Unavailable", b"{}"),
        (b"GET /admin/ HTTP/1.1\r\n\r\n", b"404 Not Found", b"Ask /healthz or /readyz.\n"),
        (b"\xff\xfe \xff\r\n", b"404 Not Found", b"Ask /healthz or /readyz.\n"),
        (b"", b"404 Not Found", b"Ask /healthz or /readyz.\n"),
    ],
)
def test_a_probe_is_answered(served, said, status, body):
    answer = ask(served, said)
    assert answer.startswith(b"HTTP/1.0 " + status + b"\r\n")
    assert answer.endswith(b"\r\n\r\n" + body)


def test_a_probe_that_says_nothing_holds_nobody_up(served, monkeypatch):
    monkeypatch.setattr(health_port.Probe, "timeout", 0.01)
    with closing(socket.create_connection(("127.0.0.1", served), timeout=30)) as silent:
        assert ask(served, b"GET /healthz HTTP/1.1\r\n\r\n").endswith(b"ok\n")
        assert silent.recv(10) == b""


def test_a_probe_that_cannot_be_answered_is_hung_up_on(served, monkeypatch):
    monkeypatch.setitem(ANSWERS, "/readyz", lambda: 1 / 0)
    assert ask(served, b"GET /readyz HTTP/1.1\r\n\r\n") == b""


def test_an_address_of_all_networks_is_told_as_one_that_can_be_asked(monkeypatch):
    monkeypatch.setenv("HOST", "::1")
    monkeypatch.setenv("HEALTH_PORT", str(port := free_port()))
    with closing(health_port.listen()) as listening:
        assert health_port.address_of(listening) == f"http://[::1]:{port}"
