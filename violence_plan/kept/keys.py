"""What an answer is made of, as the key under which it is kept: another for whatever may change it."""

import os
import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils.crypto import salted_hmac

from accounts.keys import holder_with
from history.revisions import ALL, PLANS, SHARED, Revision, expression_of, of_plan, revision
from violence_plan.variables import SETTINGS, env

API = "/api/"
# Addresses of which the answer is made of one plan, what plans share, and the list of plans; a test holds it. The whole
# plan as JSON or workbook, and the tables of one, are not: who is known, and how many actions of all plans a partner
# leads or serve a principle, is told there, and whom a row of any plan names is known. So is what asks for one by name.
OF_A_PLAN = re.compile(r"/(?:plans|api/v1/plans|api/v1/gaps)/([-\w]+)/(?!plan\.(?:json|xlsx)$).*", re.ASCII)
LISTS_OF_A_PLAN = frozenset(f"/api/v1/{name}/" for name in ("actions", "alignment", "gaps", "strategies"))
ASKED_FOR_WHAT_PLANS_SHARE = re.compile(
    r"(?:^|&)(?:partner=|owner=|principle=[^&]*(?::|%3a))", re.ASCII | re.IGNORECASE
)
ASKED_FOR_A_PLAN = re.compile(r"(?:^|&)plan=([-\w]+)(?=&|$)", re.ASCII)


def scopes_of(path, query):
    """The scopes of revisions that the answer at `path`, asked with `query`, depends on."""
    if ASKED_FOR_WHAT_PLANS_SHARE.search(query):
        return (ALL,)
    if found := OF_A_PLAN.fullmatch(path):
        plans = [found[1]]
    else:
        plans = ASKED_FOR_A_PLAN.findall(query) if path in LISTS_OF_A_PLAN else []
    return (of_plan(plans[0]), SHARED, PLANS) if len(plans) == 1 else (ALL,)


def reader_and_revision_of(request):
    """Whose answers are given to `request`, and the Revision of what they are made of. It is the one query if kept.

    The reader is empty for strangers; of who shows a key it is the partner where something is shared with it, else all
    keys. Django would ask a connection that was kept open whether it still lives before it asks this, which would be
    twice the work; so this itself is taken for that question. Raises OperationalError where the database is out of
    reach, and AuthenticationFailed where no key that works is shown.
    """
    scopes = scopes_of(request.path, request.META["QUERY_STRING"])
    ask = reader_and_revision if "HTTP_AUTHORIZATION" in request.META else strangers_revision
    connection.health_check_done = True
    try:
        return ask(request, scopes)
    except (OperationalError, InterfaceError):
        connection.close()
        return ask(request, scopes)


def strangers_revision(request, scopes):
    """Nobody, and the Revision of `scopes`."""
    return "", revision(*scopes)


def reader_and_revision(request, scopes):
    """Whose answers the key is given that a `request` shows, and the Revision of `scopes`, by one query."""
    holder, found = holder_with(request, expression_of(*scopes))
    return f"key {holder.partner}" if holder.shared else "key", Revision.read(found)


def key_of(request, revision, day, reader=""):
    """The key of the answer to `request`: address, the form asked of the API, what it is made of, the day, for whom."""
    accepted = request.META.get("HTTP_ACCEPT", "") if request.path.startswith(API) else ""
    address = (request.scheme, request.get_host(), request.path, request.META["QUERY_STRING"], accepted)
    made_of = (release(), revision.number, revision.changed_at, day, reader)
    return sha256("\0".join(map(str, address + made_of)).encode(errors="surrogatepass")).hexdigest()


@cache
def release():
    """What tells this release, with these settings, from any other that may keep its answers in the same place.

    It is the same in whatever folder a node has it, so that nodes give what one of them made.
    """
    digest = salted_hmac("kept answers", "", algorithm="sha256")
    for file in files_of(settings.BASE_DIR):
        digest.update(os.path.relpath(file, settings.BASE_DIR).encode() + file.read_bytes())
    for name in SETTINGS:
        digest.update(f"{name}={env.str(name, default='')}\0".encode())
    return digest.hexdigest()


def files_of(root):
    """The files that an answer is made by: all code and templates, the locked libraries, the names of static files."""
    packages = {found.parent for found in root.glob("*/__init__.py")} | {root / "templates"}
    inside = [file for folder in packages for file in folder.rglob("*") if file.suffix in {".py", ".html", ".txt"}]
    names = [root / "script" / "requirements.txt", Path(settings.STATIC_ROOT) / "staticfiles.json"]
    return sorted(file for file in [*inside, *names] if file.is_file())
