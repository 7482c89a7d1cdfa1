"""Sockets that send slowly, or not at all, stop nobody else: nginx takes to the portal only what is whole."""

import socket
import ssl
import threading
import time
from contextlib import ExitStack, contextmanager, suppress

import pytest

HALF_A_HEADER = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Half: "
A_SLOW_BODY = (
    b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
)
ASKED_FOR = 8  # seconds; without a proxy each of these attacks stops everything from its first second on
BOUND = 5  # seconds that an answer may take meanwhile


@contextmanager
def attack(port, *, sockets, begins, goes_on=b""):
    """While it lasts, so many sockets have sent `begins`, and send `goes_on` each second; refused ones come again."""
    over = threading.Event()

    def connect():
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        made = context.wrap_socket(
            socket.create_connection(("127.0.0.1", port), timeout=5), server_hostname="localhost"
        )
        made.sendall(begins)
        return made

    def keep_on(held):
        while not over.wait(1):
            for number, one in enumerate(held):
                try:
                    if goes_on:
                        one.sendall(goes_on)
                except OSError:
                    with suppress(OSError):
                        held[number] = connect()

    with ExitStack() as stack:
        held = [connect() for _ in range(sockets)]
        thread = threading.Thread(target=keep_on, args=[held])
        thread.start()
        stack.callback(lambda: [one.close() for one in held])
        stack.callback(thread.join)
        stack.callback(over.set)
        yield


def ask_on(proxy):
    """Ask for health and for pages, kept and not, as long as ASKED_FOR; gives each (status, seconds)."""
    answers, until = [], time.monotonic() + ASKED_FOR
    number = 0
    with proxy.session() as session:
        while time.monotonic() < until:
            number += 1
            for path in ("/healthz", "/readyz", "/", f"/search/?q=word{number}"):
                began = time.monotonic()
                answer = session.get(proxy.address + path, timeout=30)
                answers.append((path.partition("?")[0], answer.status_code, time.monotonic() - began))
            time.sleep(0.2)
    return answers


@pytest.mark.parametrize(
    "attacked",
    [
        {"sockets": 40, "begins": HALF_A_HEADER},
        {"sockets": 40, "begins": b"GE", "goes_on": b"xx"},
        {"sockets": 12, "begins": A_SLOW_BODY, "goes_on": b"xx"},
        {"sockets": 40, "begins": A_SLOW_BODY},
    ],
    ids=["half a header", "two bytes a second", "slow bodies", "bodies that never come"],
)
def test_health_and_pages_are_answered_while_others_send_slowly(proxy, attacked):
    with attack(proxy.port, **attacked):
        answers = ask_on(proxy)
    assert len(answers) >= 4 * 3
    assert {(path, status) for path, status, _ in answers} == {
        ("/healthz", 200), ("/readyz", 200), ("/", 200), ("/search/", 200),
    }  # fmt: skip
    assert max(seconds for *_, seconds in answers) < BOUND


def test_a_header_that_is_not_whole_in_time_ends_its_connection(proxy):
    context = ssl.create_default_context(cafile=proxy.certificate)
    with (
        socket.create_connection(("localhost", proxy.port)) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as one,
    ):
        one.settimeout(10)
        one.sendall(HALF_A_HEADER)
        began = time.monotonic()
        with suppress(ConnectionResetError):
            assert one.recv(1000) == b""
        assert time.monotonic() - began < 8


def test_what_the_proxy_adds_and_leaves_out(proxy):
    with proxy.session() as session:
        page = session.get(f"{proxy.address}/search/?q=secret-word", timeout=30)
        session.get(f"{proxy.address}/accounts/invitations/secret-token/", timeout=30)
        large = session.post(f"{proxy.address}/accounts/login/", b"x" * 1_100_000, timeout=30)
        plain = session.get(f"http://127.0.0.1:{proxy.plain_port}/search/?q=a", timeout=30, allow_redirects=False)
    assert page.status_code == 200
    assert large.status_code == 413
    assert (plain.status_code, plain.headers["Location"]) == (301, "https://localhost/search/?q=a")
    assert "nginx/" not in page.headers.get("Server", "") + large.headers.get("Server", "")
    logged = proxy.log.read_text()
    assert '"GET /search/" ' in logged
    assert '"GET /accounts/..." ' in logged
    assert "secret" not in logged + proxy.errors.read_text()
