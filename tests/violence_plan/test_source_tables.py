"""The spine holds every table there is, in an order in which it loads."""

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings

from actions.models import SearchEntry, StrategyLead
from history.tracking import is_of_history
from partners.models import Membership
from tables.cells import Reference
from violence_plan.source_tables import FILES, PLAN_FILE, SOURCE_TABLES

PEOPLE = {Membership, StrategyLead}  # accounts stay where they are
DOCUMENTED = re.compile(r"^\| `(\.\./)?(\w+\.csv)` \| [^|]* \| ([^|]*) \|$", re.MULTILINE)


def test_every_model_has_a_table():
    ours = [apps.get_app_config(app) for app in ("partners", "principles", "actions")]
    models = {model for app in ours for model in app.get_models() if not is_of_history(model)} - {SearchEntry}
    assert {table.resource._meta.model for table in SOURCE_TABLES} == models - PEOPLE


def test_a_table_stands_after_those_it_names():
    for table in SOURCE_TABLES:
        named = {field.widget.file for field in table.resource.fields.values() if isinstance(field.widget, Reference)}
        assert named <= set(FILES[: FILES.index(table.file) + 1])


def test_the_tables_are_those_that_are_documented():
    text = Path(settings.BASE_DIR, "docs", "data.md").read_text(encoding="utf-8")
    documented = {file: (bool(above), columns) for above, file, columns in DOCUMENTED.findall(text)}
    assert list(documented) == list(FILES)
    for table in SOURCE_TABLES:
        shared, columns = documented[table.file]
        assert table.shared == shared
        assert table.resource.headers() == columns.replace("*", "").split()
        key = " ".join(re.findall(r"\*\*([^*]+)\*\*", columns)).split()
        fields = table.resource.fields
        assert sorted(fields[name].column_name for name in table.resource._meta.import_id_fields) == sorted(key)
    assert PLAN_FILE in FILES
