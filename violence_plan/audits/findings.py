"""A finding of an audit, and how findings are printed."""

import json
from dataclasses import asdict, dataclass

from django.core.management.base import BaseCommand
from django.db import connection


@dataclass(frozen=True, order=True)
class Finding:
    """Rows that break one rule: `rule` names it for programs, `sentence` says it, `rows` are named by uid or number."""

    rule: str
    sentence: str
    rows: tuple


def rows_of(sql, parameters=None):
    """The rows that a SELECT finds, as a list of tuples."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def found(rule, sentence, rows):
    """A list of the Finding that these `rows` are, names in order; empty where there are none."""
    names = tuple(sorted(str(name) for name in rows))
    return [Finding(rule, sentence, names)] if names else []


class AuditCommand(BaseCommand):
    """A command that prints what its `audit` finds, a list of Finding, and ends with exit code 1 where that is any."""

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object instead of text")

    def handle(self, *, as_json, **options):
        findings = sorted(self.audit())
        if as_json:
            self.stdout.write(json.dumps({"findings": [asdict(finding) for finding in findings]}, indent=2))
        else:
            for finding in findings:
                self.stdout.write(f"{finding.sentence}: {', '.join(finding.rows)}")
            self.stdout.write(f"{len(findings) or 'No'} finding{'' if len(findings) == 1 else 's'}.")
        if findings:
            raise SystemExit(1)
