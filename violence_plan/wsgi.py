"""The portal as a WSGI application, for gunicorn."""

import os
import sys
from contextlib import suppress

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "violence_plan.settings")
application = get_wsgi_application()

from django.db import DatabaseError, connection  # noqa: E402 - only now can they be had

from violence_plan.nodes.secret_key import OtherKeyError, hold_to_secret_key  # noqa: E402

# A node that was started without `prepare`. A database that cannot be asked is what /readyz tells of.
try:
    with suppress(DatabaseError):
        hold_to_secret_key()
except OtherKeyError as problem:
    print(problem, file=sys.stderr, flush=True)  # noqa: T201
    sys.exit(4)  # gunicorn ends with its worker then, instead of starting it again and again: APP_LOAD_ERROR
finally:
    connection.close()
