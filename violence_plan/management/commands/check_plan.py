"""manage.py check_plan PLAN"""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand

from violence_plan.checks import check_plan
from violence_plan.management.plans import add_plan_argument, known_plan


class Command(BaseCommand):
    """Prints what a careful officer would want to know of a plan, by kind, with counts.

    With --json one object: plan, total, and checks, each with code, title, count and remarks (subject, text).
    """

    help = "Say what is missing, double or does not fit together in a plan. Persons appear with public names only."

    def add_arguments(self, parser):
        add_plan_argument(parser)
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object instead of text")
        parser.add_argument("--strict", action="store_true", help="end with exit code 1 if there is any remark")

    def handle(self, *, plan, as_json, strict, **options):
        checks = check_plan(plan=known_plan(plan))
        total = sum(len(check.remarks) for check in checks)
        self.stdout.write(self.json(plan, total, checks) if as_json else self.text(plan, total, checks))
        if strict and total:
            raise SystemExit(1)

    def json(self, plan, total, checks):
        """The remarks for another program."""
        listed = [asdict(check) | {"count": len(check.remarks)} for check in checks]
        return json.dumps({"plan": plan, "total": total, "checks": listed}, ensure_ascii=False, indent=2)

    def text(self, plan, total, checks):
        """The remarks for a reader."""
        lines = []
        for check in checks:
            lines.append(f"{check.title}: {len(check.remarks)}")
            lines += [f"  {remark.subject}: {remark.text}" for remark in check.remarks]
        lines.append(f"{plan}: {total} remarks." if total != 1 else f"{plan}: 1 remark.")
        return "\n".join(lines)
