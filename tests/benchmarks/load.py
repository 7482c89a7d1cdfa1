"""Asks for one address over and over, on so many connections at once, and tells how long each answer took.

    python -m tests.benchmarks.load HOST PORT CONNECTIONS SECONDS MOST < REQUEST

One process with plain sockets that are kept open: it costs little beside the server that it measures. It stops after
SECONDS or MOST answers, whichever comes first, but not before there were as many answers as connections. REQUEST is
the head of an HTTP request, as bytes. What it writes is JSON: `status` and `bytes` of the answers, `took`, the seconds
of each, and `seconds`, those of all together.
"""

import json
import selectors
import socket
import sys
import time

PATIENCE = 30  # seconds without any answer


class Connection:
    """A connection that has one request on its way, until it is closed."""

    def __init__(self, address, request, selector):
        self.address, self.request, self.selector = address, request, selector
        self.open()

    def open(self):
        """Connect, and ask."""
        self.socket = socket.create_connection(self.address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.selector.register(self.socket, selectors.EVENT_READ, self)
        self.ask()

    def ask(self):
        """Send the request."""
        self.got, self.whole, self.asked = bytearray(), None, time.perf_counter()
        self.socket.sendall(self.request)

    def close(self):
        """Close the connection."""
        self.selector.unregister(self.socket)
        self.socket.close()

    def read(self):
        """Take in what has come; the seconds that the answer took where it is whole now, else None."""
        part = self.socket.recv(1 << 18)
        if not part:  # the server closes a connection now and then, between two answers
            if self.got:
                raise ConnectionError("The server broke off an answer.")
            self.close()
            self.open()
            return None
        self.got += part
        if self.whole is None and (end := self.got.find(b"\r\n\r\n")) >= 0:
            self.whole = end + 4 + length(bytes(self.got[:end]))
        return time.perf_counter() - self.asked if self.whole == len(self.got) else None


def length(head):
    """How many bytes follow the head of an answer."""
    lines = head.lower().split(b"\r\n")
    sizes = [int(line.partition(b":")[2]) for line in lines if line.startswith(b"content-length:")]
    if not sizes and lines[0].split()[1] != b"304":
        raise ValueError(f"The answer does not say how long it is: {head.decode()}")
    return sizes[0] if sizes and lines[0].split()[1] != b"304" else 0


def ask_often(address, request, *, connections, seconds, most):
    """What the module writes, as a dict."""
    selector, took = selectors.DefaultSelector(), []
    begun = time.perf_counter()
    open_ones = [Connection(address, request, selector) for _ in range(connections)]
    while len(took) < connections or (len(took) < most and time.perf_counter() - begun < seconds):
        ready = selector.select(PATIENCE)
        if not ready:
            raise TimeoutError(f"There was no answer within {PATIENCE} seconds.")
        for key, _ in ready:
            answered = key.data.read()
            if answered is not None:
                took.append(answered)
                status, size = int(key.data.got.split(b" ", 2)[1]), len(key.data.got)
                key.data.ask()
    total = time.perf_counter() - begun
    for connection in open_ones:
        connection.close()
    return {"status": status, "bytes": size, "took": took, "seconds": total}


if __name__ == "__main__":
    host, port, connections, seconds, most = sys.argv[1:]
    result = ask_often(
        (host, int(port)),
        sys.stdin.buffer.read(),
        connections=int(connections),
        seconds=float(seconds),
        most=int(most),
    )
    print(json.dumps(result))  # noqa: T201
