"""Edits of a plan at random, each as somebody may make them: by functions, by rows, by raw SQL."""

from django.db import connection

from actions.models import Action, Alignment, Lead, Plan, ProgressUpdate, Publication, Strategy
from actions.progress import record_update
from actions.publication import set_publication
from partners.models import Partner
from principles.models import Principle
from tests.factories import make_action, make_alignment, make_lead, make_partner, make_principle, make_theme

WORDS = ["One.", "Two.", "Drei, “vier” – fünf.", "6 \\u0000 <7>"]
# More often published than not, so that much is there to be told.
STATES = [*Publication.values, "published", "published", "published"]


def one_of(rows, random):
    """One row of a queryset."""
    return random.choice(list(rows.order_by("pk")))


def text_of_action(random):
    Action.objects.filter(pk=one_of(Action.objects.all(), random).pk).update(text=random.choice(WORDS))


def text_of_all_actions_by_raw_sql(random):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE actions_action SET text = %s WHERE id %% 3 = 0", [random.choice(WORDS)])


def new_action(random):
    make_action(strategy=one_of(Strategy.objects.all(), random), publication=random.choice(STATES))


def no_action(random):
    one_of(Action.objects.all(), random).delete()


def publication_of_action(random):
    row = one_of(Action.objects.all(), random)
    set_publication(rows=Action.objects.filter(pk=row.pk), publication=random.choice(STATES))


def publication_of_strategy(random):
    row = one_of(Strategy.objects.all(), random)
    set_publication(rows=Strategy.objects.filter(pk=row.pk), publication=random.choice(STATES))


def publication_of_plan(random):
    row = one_of(Plan.objects.all(), random)
    set_publication(rows=Plan.objects.filter(pk=row.pk), publication=random.choice(STATES))


def title_and_theme(random):
    strategy = one_of(Strategy.objects.all(), random)
    Strategy.objects.filter(pk=strategy.pk).update(title=random.choice(WORDS))
    theme = make_theme(strategy=strategy)
    strategy.actions.update(theme=theme)


def slug_of_plan(random):
    Plan.objects.filter(pk=one_of(Plan.objects.all(), random).pk).update(slug=f"plan-{random.randint(1, 99)}")


def report(random):
    action = one_of(Action.objects.all(), random)
    record_update(
        action=action,
        reported_on="2026-01-02",
        status=random.choice(["on_track", "completed"]),
        publication=random.choice(STATES),
        evidence=[("A minute", "https://example.org/minute")],
    )


def publication_of_update(random):
    ProgressUpdate.objects.update(publication=random.choice(STATES))


def new_lead(random):
    make_lead(action=one_of(Action.objects.all(), random), partner=one_of(Partner.objects.all(), random))


def no_lead(random):
    one_of(Lead.objects.all(), random).delete()


def name_of_partner(random):
    Partner.objects.filter(pk=one_of(Partner.objects.all(), random).pk).update(name=random.choice(WORDS))


def new_partner(random):
    make_partner(kind="person", name=random.choice(WORDS), public_name="A named officer")


def no_partner(random):
    one_of(Partner.objects.all(), random).delete()


def new_alignment(random):
    action = one_of(Action.objects.all(), random)
    make_alignment(action=action, principle=one_of(action.plan.framework.principles.all(), random))


def no_alignment(random):
    Alignment.objects.filter(action=one_of(Action.objects.all(), random)).delete()


def new_principle(random):
    make_principle(framework=one_of(Plan.objects.all(), random).framework)


def text_of_principle(random):
    Principle.objects.update(text=random.choice(WORDS))


EDITS = [
    text_of_action, text_of_action, text_of_all_actions_by_raw_sql, new_action, new_action, no_action,
    publication_of_action, publication_of_strategy, publication_of_plan, title_and_theme, slug_of_plan, report,
    publication_of_update, new_lead, no_lead, name_of_partner, name_of_partner, new_partner, no_partner,
    new_alignment, no_alignment, new_principle, text_of_principle, text_of_principle,
]  # fmt: skip
