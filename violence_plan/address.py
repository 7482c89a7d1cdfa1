"""Where the portal is served: HOST and PORT, and whether they can be had. Standard library only."""

import errno
import os
import socket
from dataclasses import dataclass

from violence_plan.processes import NotReadyError

WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - hosts that mean every address: one that can be opened


@dataclass(frozen=True)
class Address:
    """A host and port to serve on; reads as the address to open in a browser."""

    host: str
    port: int

    @classmethod
    def from_environment(cls):
        """HOST and PORT, or http://127.0.0.1:8000. Raises NotReadyError where PORT is no port."""
        port = os.environ.get("PORT") or "8000"
        if not port.isdecimal() or not 0 < int(port) < 65536:
            raise NotReadyError(f"PORT is {port!r}. Set it to a number from 1 to 65535, such as PORT=8001.")
        return cls(os.environ.get("HOST") or "127.0.0.1", int(port))

    @property
    def name(self):
        """The host as it stands in an address."""
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def bind(self):
        """As gunicorn wants it."""
        return f"{self.name}:{self.port}"

    def __str__(self):
        return f"http://{WILDCARDS.get(self.host, self.name)}:{self.port}"

    def check(self):
        """Raises NotReadyError, with the mend, where nothing can be served here."""
        self.listen().close()

    def listen(self):
        """A socket that listens here. Raises NotReadyError, with the mend, where nothing can be served."""
        try:
            family, kind, _, _, where = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)[0]
            listening = socket.socket(family, kind)
            try:
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                listening.bind(where)
                listening.listen(64)
            except OSError:
                listening.close()
                raise
            return listening
        except socket.gaierror:
            raise NotReadyError(f"HOST is {self.host!r}, which is unknown here. Set it to 127.0.0.1.") from None
        except OSError as problem:
            why = {
                errno.EADDRINUSE: f"Port {self.port} is taken by another program",
                errno.EACCES: f"Port {self.port} is kept for the machine's own services",
                errno.EADDRNOTAVAIL: f"HOST is {self.host!r}, which is no address of this machine",
            }.get(problem.errno, f"{self.bind} can't be served on ({problem.strerror})")
            mend = "Set HOST=127.0.0.1" if problem.errno == errno.EADDRNOTAVAIL else "Choose another: PORT=8001"
            raise NotReadyError(f"{why}. {mend} script/server") from None
