"""HOST and PORT: what they may be, and what is said where they can't be had."""

import errno
import os
import socket

import pytest

from violence_plan.address import Address
from violence_plan.processes import NotReadyError


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    monkeypatch.delenv("HOST", raising=False)
    monkeypatch.delenv("PORT", raising=False)


@pytest.mark.parametrize(
    ("settings", "bind", "address"),
    [
        ({}, "127.0.0.1:8000", "http://127.0.0.1:8000"),
        ({"HOST": "", "PORT": ""}, "127.0.0.1:8000", "http://127.0.0.1:8000"),
        ({"HOST": "0.0.0.0", "PORT": "80"}, "0.0.0.0:80", "http://127.0.0.1:80"),  # noqa: S104
        ({"HOST": "::", "PORT": "8001"}, "[::]:8001", "http://[::1]:8001"),
        ({"HOST": "::1"}, "[::1]:8000", "http://[::1]:8000"),
        ({"HOST": "portal.example"}, "portal.example:8000", "http://portal.example:8000"),
    ],
)
def test_read_from_the_environment(monkeypatch, settings, bind, address):
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    found = Address.from_environment()
    assert (found.bind, str(found)) == (bind, address)


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "80 80"])
def test_a_port_that_is_none_is_refused(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(NotReadyError, match=f"PORT is '{port}'. Set it to a number from 1 to 65535, such as PORT=8001"):
        Address.from_environment()


def test_a_free_port_is_good_and_a_taken_one_is_told():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        address = Address("127.0.0.1", other.getsockname()[1])
        other.listen()
        with pytest.raises(NotReadyError, match=f"Port {address.port} is taken by another program. Choose another"):
            address.check()
    address.check()


def test_a_host_that_is_not_here_is_told():
    with pytest.raises(NotReadyError, match="HOST is '192.0.2.1', which is no address of this machine. Set HOST=127"):
        Address("192.0.2.1", 8000).check()
    with pytest.raises(NotReadyError, match="HOST is 'no such host', which is unknown here"):
        Address("no such host", 8000).check()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "Port 8000 is kept for the machine's own services"),
        (errno.EIO, "127.0.0.1:8000 can't be served on"),
    ],
)
def test_other_refusals_are_told(monkeypatch, number, words):
    def refuse(self, where):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(NotReadyError, match=words):
        Address("127.0.0.1", 8000).check()
