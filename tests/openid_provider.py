"""A real OpenID provider for tests, which lets in whoever says who they are."""

import subprocess
import sys
from contextlib import contextmanager

import requests

from tests.script.checkout import free_port, until


@contextmanager
def run_provider():
    """The address of a provider, a process of its own, that lets in whoever says who they are."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until(lambda: answers(f"http://localhost:{port}/jwks"), "the provider answers")
            yield f"http://localhost:{port}"
        finally:
            process.terminate()


def answers(address):
    """Whether something is served there."""
    try:
        return requests.get(address, timeout=10).ok
    except requests.ConnectionError:
        return False
