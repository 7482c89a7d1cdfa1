"""What is kept as of one plan changes by nothing that happens to another, and with whatever happens to its own."""

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client

from actions.models import Access, Alignment, Lead, Plan, ProgressUpdate, Publication, SearchEntry
from actions.progress import record_update
from history.models import Event
from history.revisions import ALL, PLANS, SHARED, of_plan, revision
from tests.crawling import answer_of, routes
from tests.factories import make_action, make_framework, make_lead, make_principle, make_strategy
from tests.hidden_plan import make_full_plan, make_partners, text_columns
from tests.violence_plan.test_visibility import addresses_of
from violence_plan.kept.keys import LISTS_OF_A_PLAN, scopes_of

pytestmark = pytest.mark.django_db

OURS, OTHER = "our-plan", "other-plan"


@pytest.fixture
def shared():
    """What two plans share."""
    framework = make_framework(code="framework")
    principles = [make_principle(framework=framework, number=n) for n in (1, 2, 3)]
    return {"framework": framework, "partners": make_partners(), "principles": principles}


def make_seen(slug, shared):
    """A plan that everybody sees, with all that may hang on one."""
    open_to_all = {"publication": Publication.PUBLISHED, "access": Access.OPEN}
    return make_full_plan(**shared, **open_to_all, hidden=False, slug=slug)


def tables():
    """Every model of what answers are made of; what a search looks in is written with these, by the database."""
    found = [model for app in ("actions", "partners", "principles") for model in apps.get_app_config(app).get_models()]
    return [model for model in found if not issubclass(model, Event | SearchEntry)]


def answered_of_one_plan(client):
    """An address of each kind that is kept as of our plan, with what it answers."""
    kinds = [addresses_of(route) for route in routes() if "^" not in route]
    kinds += [[f"{path}?plan={OURS}"] for path in LISTS_OF_A_PLAN]
    for addresses in kinds:
        for address in addresses:
            path, _, query = address.partition("?")
            if scopes_of(path, query) == (of_plan(OURS), SHARED, PLANS):
                answer = answer_of(client, address)
                if answer.status == 200:
                    yield address, answer
                    break


def test_nothing_of_another_plan_stands_in_it(shared):
    make_seen(OURS, shared)
    last = {model: model.objects.aggregate(last=models.Max("pk"))["last"] or 0 for model in tables()}
    other = make_seen(OTHER, shared)
    client = Client()
    before = dict(answered_of_one_plan(client))
    assert len(before) > 20

    for model in set(tables()) - {Plan, ProgressUpdate, Lead, Alignment}:
        for row in model.objects.filter(pk__gt=last[model]):
            model.objects.filter(pk=row.pk).update(**{field.name: f"x-{row.pk}" for field in text_columns(model)})
    for model in (Lead, Alignment):
        model.objects.filter(pk__gt=last[model]).delete()
    action = make_action(strategy=make_strategy(plan=other))
    make_lead(action=action, partner=shared["partners"]["police"])
    record_update(action=action, reported_on="2026-01-02", status="on_track")

    assert {address: answer_of(client, address) for address in before} == before


def test_whatever_is_written_moves_what_it_may_stand_in(shared):
    make_seen(OURS, shared)
    scopes, unmoved, empty = (of_plan(OURS), SHARED, PLANS), [], set()
    for model in tables():
        before = revision(*scopes), revision(ALL)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('history.turn', '', true), set_config('history.counted', '', true)")
            cursor.execute(f"UPDATE {model._meta.db_table} SET id = id")  # noqa: S608 - a name of our own
            if not cursor.rowcount:
                empty.add(model)
        unmoved += [model for old, new in zip(before, (revision(*scopes), revision(ALL)), strict=True) if old == new]
    assert set(unmoved) <= empty
    assert len(tables()) - len(empty) >= 20
