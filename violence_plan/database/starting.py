"""What the portal starts without, and where it must not start: for whoever looks at the log of a start."""

import sys

from django.db import connection

from violence_plan.views.health import state_now

REFUSES = 4  # gunicorn's APP_LOAD_ERROR: it ends with its worker then, instead of starting it again and again


def look_at_state(*, say):
    """Say, where `say`, what is amiss, a sentence each. Ends the process with REFUSES on tables of another release."""
    try:
        state = state_now()
    finally:
        connection.close()
    begins = "Serves all the same" if state.starts else "Does not serve"
    for sentence in state.sentences if say else ():
        print(f"{begins}: {sentence}", file=sys.stderr, flush=True)  # noqa: T201
    if not state.starts:
        sys.exit(REFUSES)
