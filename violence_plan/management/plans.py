"""The plan that a command is about."""

from django.core.management.base import CommandError

from actions.models import Plan


def add_plan_argument(parser):
    """Ask for the short name of a plan."""
    parser.add_argument("plan", help="the plan's short name, such as hackney-single-violence-plan")


def known_plan(slug):
    """The plan with this short name; raises CommandError, which names those there are."""
    plan = Plan.objects.filter(slug=slug).first()
    if plan:
        return plan
    slugs = ", ".join(Plan.objects.order_by("slug").values_list("slug", flat=True))
    there = f"There are: {slugs}." if slugs else "There is none yet: load one with load_plan."
    raise CommandError(f"There is no plan {slug}. {there}")
