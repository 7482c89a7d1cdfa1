"""Serve the portal: the database, what is to be done before the first page, then gunicorn; stop all of it together.

    python -m violence_plan.serve

is what script/server ends in. `check_free` is what it begins with, before anything is installed: standard library only.
"""

import os
import sys

from violence_plan.address import WILDCARDS, Address
from violence_plan.environment import ROOT, VAR, ready_environment
from violence_plan.processes import (
    LockHeldError,
    NotReadyError,
    Stopped,
    explain,
    first_to_end,
    run,
    say,
    spawn,
    stop,
    stop_leftover,
    stoppable,
    take_lock,
)

GUNICORN = ["-m", "gunicorn", "--config", "python:violence_plan.gunicorn_settings", "violence_plan.wsgi:application"]
OWN_MACHINE = {"127.0.0.1", "::1", "localhost"}
ON = {"on", "true", "yes", "1"}  # as violence_plan/variables.py reads a switch, which needs what is not installed yet
# Who sets one of these serves others, perhaps through a proxy on this machine.
FOR_OTHERS = ("DATABASE_URL", "ALLOWED_HOSTS", "SECURE_TLS", "TRUSTED_PROXIES", "SECOND_FACTOR")


def check_free(address):
    """Stop what a killed start left behind. Raises NotReadyError where the portal runs or its port is taken."""
    VAR.mkdir(exist_ok=True)
    with only_one(address):
        stop_leftover(VAR / "gunicorn.alive")
        address.check()


def allow_host(environment, address):
    """Answer under the very address that is served on, where nothing else is said."""
    if not environment.get("ALLOWED_HOSTS") and address.host not in WILDCARDS:
        environment["ALLOWED_HOSTS"] = ",".join(dict.fromkeys(["localhost", "127.0.0.1", "[::1]", address.name]))


def opened_at(address, given):
    """What people open: https and the portal's name where it has one by TLS, else the very address served on."""
    names = [name.strip() for name in given.get("ALLOWED_HOSTS", "").split(",") if name.strip()]
    by_tls = given.get("SECURE_TLS", "").strip().lower() in ON
    is_one = len(names) == 1 and not names[0].startswith(("*", "."))
    return f"https://{names[0]}" if by_tls and is_one else str(address)


def ease_first_try(environment, address, given):
    """Ask for no second factor, and say so, where nothing is given and only this machine can reach the portal."""
    if address.host in OWN_MACHINE and not any(given.get(name) for name in FOR_OTHERS):
        environment["SECOND_FACTOR"] = "off"
        say("Asks nobody for a second factor, because only this machine is served (SECOND_FACTOR=on asks for it)")


def warn_without_proxy(address, given):
    """Say that no proxy stands in front, where others reach the portal: gunicorn waits for slow senders for ever."""
    if address.host not in OWN_MACHINE and given.get("TRUSTED_PROXIES", "0").strip() in ("", "0"):
        say(
            f"Serves others on {address} without a proxy in front: a few slow connections stop it, so it must not "
            "stand like this in public (deploy/nginx.conf is a proxy; docs/running.md says how)"
        )


def only_one(address):
    """Hold the lock that lets one start at a time serve this checkout."""
    try:
        return take_lock(VAR / "server.lock", str(address))
    except LockHeldError as holder:
        raise NotReadyError(
            f"The portal already runs from this folder, on {holder}. Stop that one first (Ctrl-C)."
        ) from None


def serve(address):
    """Run until stopped; returns the exit code."""
    with only_one(address):
        stop_leftover(VAR / "gunicorn.alive")
        say("Starts the database" if not os.environ.get("DATABASE_URL") else "Uses the database of DATABASE_URL")
        with ready_environment() as environment, take_lock(VAR / "gunicorn.alive") as lock:
            ease_first_try(environment, address, given=os.environ)
            allow_host(environment, address)
            warn_without_proxy(address, given=os.environ)
            prepare = [sys.executable, "manage.py", "prepare", "--address", opened_at(address, given=os.environ)]
            code = run(prepare, env=environment, cwd=ROOT)
            if code:
                raise NotReadyError("The portal could not be made ready; the lines above say why.")
            server = spawn([sys.executable, *GUNICORN], lock=lock, env=environment, cwd=ROOT)
            try:
                ended = first_to_end()
            finally:
                say("Stops")
                stop(server)
            if ended == server.pid:
                raise NotReadyError("The web server ended by itself; the lines above say why.")
            # What is committed is safe; the next start recovers it.
            raise NotReadyError(f"The database ended by itself; {VAR / 'postgres.log'} says why. Start again.")


def main():
    """Serve, with every trouble told in plain words."""
    try:
        with stoppable():
            serve(Address.from_environment())
    except Stopped:
        return 0
    except LockHeldError as holder:
        sys.exit(f"script/server: the database in {VAR} is in use by {holder}. Wait for it to end, or stop it.")
    except NotReadyError as problem:
        sys.exit(f"script/server: {problem}")
    except OSError as problem:
        sys.exit(f"script/server: {explain(problem)}")


if __name__ == "__main__":
    sys.exit(main())
