"""Rows that stood before there was a history are its beginning."""

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection

from actions.models import Theme
from history.beginning import begins
from history.rows import events_of
from tests.factories import make_theme

pytestmark = pytest.mark.django_db


def test_a_row_without_history_gets_one_and_no_other_row_a_second():
    with pgtrigger.ignore("actions.Theme:insert_insert"):
        old = make_theme(title="Knives & guns", text="As it stands.")
    new = make_theme()
    with connection.schema_editor() as editor:
        begins("actions", "Theme")(apps, editor)
    events = events_of(Theme).objects
    event = events.get(pgh_obj=old)
    assert (event.pgh_label, event.title, event.slug, event.text) == (
        "insert",
        "Knives & guns",
        "knives-guns",
        "As it stands.",
    )
    assert (event.strategy_id, event.pgh_context) == (old.strategy_id, None)
    assert events.filter(pgh_obj=new).count() == 1
