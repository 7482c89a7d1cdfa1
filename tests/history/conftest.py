"""What tests of the history share: changes with a context of their own, and changes of the past."""

from contextlib import contextmanager

import pghistory
import pgtrigger
import pytest
from django.db import connection, transaction

from history.rows import events_of, tracked_models


@pytest.fixture
def in_context():
    """A block whose changes have this context, as a request or a command gives it."""
    return pghistory.context


@pytest.fixture
def dated(db):
    """A block whose changes were made at the moment given; a test's others at one moment, that of its beginning."""

    @contextmanager
    def block(moment, **context):
        last = {model: _last(model) for model in tracked_models()}
        with pghistory.context(**context):
            yield
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for model, before in last.items():
                if _last(model) > before:
                    with pgtrigger.ignore(f"{events_of(model)._meta.label}:append_only"):
                        events_of(model).objects.filter(pgh_id__gt=before).update(pgh_created_at=moment)
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    return block


def _last(model):
    return events_of(model).objects.order_by("-pgh_id").values_list("pgh_id", flat=True).first() or 0
