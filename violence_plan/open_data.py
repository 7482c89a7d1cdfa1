"""What anybody may take away: the tables of a published plan, as a reader sees them who has not signed in."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max

from actions.models import Action, Plan, ProgressUpdate, Strategy
from violence_plan import csvw
from violence_plan.exports import table_file, table_files
from violence_plan.source_tables import OPEN_TABLES

PUBLIC = AnonymousUser()
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same rows are to be the same bytes, whenever they are packed


@dataclass(frozen=True)
class OpenColumn:
    """One column: its name, what it holds in words, and whether it is one of those that tell the rows apart."""

    name: str
    text: str
    is_key: bool


@dataclass(frozen=True)
class OpenTable:
    """One CSV file: its name, what it holds in words, its columns, how many rows, its bytes."""

    file: str
    title: str
    text: str
    columns: list[OpenColumn]
    rows: int
    content: bytes

    @property
    def name(self):
        """The file's name as it stands in its address."""
        return self.file.removesuffix(".csv")


@dataclass(frozen=True)
class OpenPlan:
    """A Plan, when one of its rows last changed, and all its tables in loading order, those without rows too."""

    plan: Plan
    changed: datetime
    tables: list[OpenTable]

    @cached_property
    def archive(self):
        """The bytes of a zip file with one folder, which loads as it is: the tables and their description."""
        files = [(table.file, table.content) for table in self.tables]
        files.append((csvw.METADATA_FILE, metadata_file(self.plan, self.changed)))
        stream = BytesIO()
        with ZipFile(stream, "w") as packed:
            for name, content in files:
                member = ZipInfo(f"{self.plan.slug}/{name}", LONG_AGO)
                member.compress_type, member.external_attr = ZIP_DEFLATED, 0o644 << 16
                packed.writestr(member, content)
        return stream.getvalue()


def metadata_file(plan, changed):
    """The bytes of the document that describes the tables of a Plan, last changed at that time, to programs."""
    return json.dumps(csvw.described(plan, changed), ensure_ascii=False, indent=1).encode()


def open_table(table, *, slug):
    """The OpenTable of a SourceTable, of the plan with this short name; a table of all plans is the same for each."""
    return described_as_open(table, *table_file(table, slug=slug, reader=PUBLIC))


def described_as_open(table, rows, content):
    """The OpenTable of a SourceTable that has so many rows, as these bytes."""
    described = csvw.described_table(table)
    schema = described["tableSchema"]
    columns = [
        OpenColumn(column["name"], column["dc:description"], is_key=column["name"] in schema["primaryKey"])
        for column in schema["columns"]
    ]
    return OpenTable(table.file, described["dc:title"], described["dc:description"], columns, rows, content)


def open_plans(plans):
    """An OpenPlan for each of `plans`, in as many queries for any number of plans and rows."""
    plans = list(plans)
    slugs, changed = [plan.slug for plan in plans], last_changes(plans)
    tables = {slug: [] for slug in slugs}
    for table in OPEN_TABLES.values():
        if table.shared:
            of_plan = dict.fromkeys(slugs, open_table(table, slug=None))
        else:
            files = table_files(table, slugs=slugs, reader=PUBLIC)
            of_plan = {slug: described_as_open(table, *file) for slug, file in files.items()}
        for slug in slugs:
            tables[slug].append(of_plan[slug])
    return [OpenPlan(plan=plan, changed=changed[plan.pk], tables=tables[plan.slug]) for plan in plans]


def last_change(plan):
    """When the plan, or a strategy, action or progress update of it that everybody sees, last changed or was added.

    A lead or an alignment keeps no such time; nor does a row that is no longer published.
    """
    return last_changes([plan])[plan.pk]


def last_changes(plans):
    """As last_change(), by the id of each of `plans`, in three queries for any number of them."""
    times = {plan.pk: plan.updated_at for plan in plans}
    kinds = [
        (Strategy.objects.visible_to(PUBLIC), "plan", "updated_at"),
        (Action.objects.visible_to(PUBLIC), "plan", "updated_at"),
        (ProgressUpdate.objects.visible_to(PUBLIC), "action__plan", "recorded_at"),
    ]
    for rows, to_plan, time in kinds:
        of_plans = rows.filter(**{f"{to_plan}__in": list(times)}).order_by()
        for plan, last in of_plans.values_list(to_plan).annotate(last=Max(time)):
            times[plan] = max(times[plan], last)
    return times
