"""Nobody learns from the past what is not his or hers to read now, or was not then.

Whatever may not be told bears a mark and a number; the plan changes on five days, and every page is asked on each.
"""

import re
from datetime import date
from itertools import count

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from actions.models import Action, Evidence, Lead, Milestone, Period, ProgressUpdate, SourceNote, Strategy
from partners.models import Partner
from tests.factories import (
    make_action,
    make_alignment,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
    make_term,
    make_theme,
    make_user,
)
from tests.page_reading import read
from tests.past import happened_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uncounted")]

MARK = "zqpast"
FIRST, CHANGED, SHOWN, HIDDEN, LATER = (f"2026-03-0{day}" for day in range(1, 6))
DAYS = (FIRST, CHANGED, SHOWN, HIDDEN, LATER)
EVERY_MOMENT = (f"{FIRST}T11:59", *DAYS, f"{timezone.localdate()}")
SOME = (FIRST, HIDDEN)
EXEMPT = {"access": "exempt", "exempt_paragraph": 2}
number = count(1)


def marked():
    """A word that is not to be told."""
    return f"{MARK}{next(number)}x"


def change(row, **values):
    """Change a row, whatever its version."""
    type(row).objects.filter(pk=row.pk).update(**values)


def hang_on(action, word):
    """Whatever can hang on an action, with words from the function `word`; returns what may be deleted again."""
    plan, n = action.plan, next(number)
    period = plan.periods.get()
    return [
        make_lead(action=action, partner=make_partner(name=word()), printed=word()),
        make_alignment(action=action, principle=make_principle(framework=plan.framework), printed=word()),
        Milestone.objects.create(plan=plan, action=action, period=period, text=word(), position=n),
        SourceNote.objects.create(plan=plan, action=action, number=n, kind="text", note=word(), printed=word()),
    ]


def report(action, word, **marks):
    """A progress update with evidence."""
    values = {"status": "on_track", "reported_on": date(2026, 3, 1), "publication": "published"} | marks
    update = ProgressUpdate.objects.create(action=action, narrative=word(), **values)
    Evidence.objects.create(update=update, title=word(), url="https://example.org/", position=1)
    return update


def plain():
    """A word that anybody may read."""
    return f"plain{next(number)}"


def make_history():
    """The plan on each of the days; the partners of what hangs on rows are public all along, as partners are."""
    with happened_on(FIRST):
        plan = make_plan(slug="anytown")
        Period.objects.create(plan=plan, code="2026", title="2026", starts_on="2026-01-01", ends_on="2026-12-31")
        strategy = make_strategy(plan=plan, ref="5.1", title="Plain strategy")
        theme = make_theme(strategy=strategy, title="Patrols")
        late = make_strategy(plan=plan, ref="5.2", title=marked(), text=marked(), publication="draft")
        under_late = make_theme(strategy=late, title="Late", text=marked(), objective=marked())
        make_action(theme=under_late, ref="5.2.1", text=plain())
        draft = make_action(theme=theme, ref="5.1.1", text=marked(), expected_outcome=marked(), publication="draft")
        hang_on(draft, plain)
        withdrawn, exempt, deleted = (
            make_action(theme=theme, ref=ref, text=marked(), printed_strategic=marked())
            for ref in ("5.1.2", "5.1.3", "5.1.4")
        )
        for action in (withdrawn, exempt, deleted):
            hang_on(action, marked)
        report(withdrawn, marked)
        open_all_along = make_action(theme=theme, ref="5.1.5", text="Plain text.", printed_leads=marked())
        hanging = hang_on(open_all_along, marked)
        term = make_term(plan=plan, term="ABC", expansion=marked())
        updates = [report(open_all_along, marked, **marks) for marks in ({}, {}, {"publication": "draft"}, EXEMPT)]
        make_persons(open_all_along)
    with happened_on(CHANGED):
        change(draft, text="Plain text of a draft.", expected_outcome="")
        change(late, title="Late strategy", text="")
        change(under_late, text="", objective="")
    with happened_on(SHOWN):
        change(draft, publication="published")
        change(late, publication="published")
    with happened_on(HIDDEN):
        change(withdrawn, publication="withdrawn")
        change(exempt, **EXEMPT)
        change(updates[0], publication="withdrawn")
        change(updates[1], **EXEMPT)
        for row in [*hanging, term, Action.objects.get(pk=deleted.pk)]:
            row.delete()
        change_persons()


def make_persons(action):
    """Leads that are, become, or cease to be private persons; a strategy whose owner becomes one."""
    named = {"kind": "person", "public_name": "A named officer"}
    for code, values in (
        ("is", named),
        ("becomes", {"kind": "team"}),
        ("ceases", named),
        ("between", {"kind": "post"}),
    ):
        partner = make_partner(code=f"{code}-person", name=marked(), **values)
        make_lead(action=action, partner=partner, printed=marked())
    make_lead(action=action, partner=make_partner(name="Team"), printed=marked())
    Strategy.objects.filter(ref="5.1").update(owner=Partner.objects.get(code="becomes-person"))


def change_persons():
    """What becomes of them: the words that no longer stand are no longer told."""
    partners = Partner.objects.all()
    Partner.objects.filter(code="is-person").update(name=marked())
    for code in ("becomes", "between"):
        partners.filter(code=f"{code}-person").update(kind="person", public_name="A named officer")
    for code in ("ceases", "between"):
        partners.filter(code=f"{code}-person").update(kind="post", public_name="", name=f"Post {code}")
    Lead.objects.filter(partner__name="Team").update(printed="Team")


def addresses():
    """Everything that can be read as at a past moment."""
    refs = ("5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.5", "5.2.1")
    pages = [
        "",
        "strategies/5.1/",
        "strategies/5.2/",
        "strategies/5.1/themes/patrols/",
        "strategies/5.2/themes/late/",
        "actions/",
        *(f"actions/{ref}/" for ref in refs),
        "alignment/",
        "alignment/?rows=partner",
        "alignment/csv/?rows=theme",
        "alignment/csv/?rows=action&strategy=5.1",
    ]
    rows = [
        f"{name}/{row.uid}/"
        for name, model in (("actions", Action), ("strategies", Strategy))
        for row in model.objects.all()
    ]
    return [f"/plans/anytown/{page}" for page in pages] + [
        f"/api/v1/{row}" for row in [*rows, "alignment/?plan=anytown", "alignment/?plan=anytown&rows=partner"]
    ]


def answers_to(role, moments):
    """What a reader of that role is told of all addresses at the moments: status and body, by address."""
    client = Client()
    if role:
        client.force_login(make_user(role))
    answers = {}
    for address in addresses():
        for moment in moments:
            asked = f"{address}{'&' if '?' in address else '?'}as_at={moment}"
            answer = client.get(asked)
            answers[asked] = (answer.status_code, answer.content.decode())
    return answers


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """What each reader is told, by reader and then by address: status and body."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_history()
        readers = {None: EVERY_MOMENT, "officer": EVERY_MOMENT, "partner-reporter": SOME, "board-member": SOME}
        yield {role: answers_to(role, moments) for role, moments in readers.items()}
        transaction.set_rollback(True)


def said(answers):
    """All marks in the answers, each with an address that says it."""
    return {word: address for address, (_, body) in answers.items() for word in re.findall(f"{MARK}[0-9]+x", body)}


@pytest.mark.parametrize("reader", [None, "partner-reporter"])
def test_no_marked_word_is_told_on_any_day(told, reader):
    assert said(told[reader]) == {}
    statuses = [status for status, _ in told[reader].values()]
    assert (statuses.count(200) > 20, set(statuses) - {400}) == (True, {200, 404})


def test_before_there_was_anything_nothing_is_told(told):
    early = {status for address, (status, _) in told["officer"].items() if address.endswith("T11:59")}
    assert early == {400, 404}


def test_officers_are_told_the_past_as_it_was(told):
    every = {f"{MARK}{n}x" for n in range(1, next(number))} & set(said(told["officer"]))
    assert len(every) > 40
    of_day = {day: {word for word, address in said_on(told["officer"], day)} for day in DAYS}
    assert of_day[FIRST] > of_day[CHANGED] == of_day[SHOWN]
    assert of_day[HIDDEN] == of_day[LATER]
    assert len(of_day[SHOWN] - of_day[HIDDEN]) > 10


def said_on(answers, day):
    """Pairs of a mark and the address that says it, on one day."""
    return said({address: answer for address, answer in answers.items() if address.endswith(f"={day}")}).items()


def test_board_members_are_told_what_is_unpublished_but_no_persons_name_and_nothing_deleted(told):
    words = said(told["board-member"])
    assert len(words) > 20
    persons = set(said(told["officer"])) - set(words)
    assert len(persons) > 8


def test_what_was_and_is_public_is_told_as_it_was(told):
    answers = told[None]

    def read(day, page):
        return answers[f"/plans/anytown/{page}?as_at={day}"]

    assert [read(day, "actions/5.1.1/")[0] for day in DAYS] == [404, 404, 200, 200, 200]
    assert [read(day, "strategies/5.2/")[0] for day in DAYS] == [404, 404, 200, 200, 200]
    assert [read(day, "actions/5.1.2/")[0] for day in DAYS] == [404] * 5
    assert "Plain text of a draft." in read(SHOWN, "actions/5.1.1/")[1]
    assert read(FIRST, "actions/5.1.5/")[1].count("A named officer") == 4
    assert "Post ceases" not in read(FIRST, "actions/5.1.5/")[1]


# How the plan stood on FIRST, before all of it was published and open, and who may know of that time today.
BEFORE = {
    "draft": ({"publication": "draft"}, {"board-member", "strategy-lead", "officer", "auditor"}),
    "in review": ({"publication": "in_review"}, {"board-member", "strategy-lead", "officer", "auditor"}),
    "exempt": (EXEMPT, {"board-member", "strategy-lead", "officer", "auditor"}),
    "sensitive": (EXEMPT | {"handling": "official_sensitive"}, {"officer", "auditor"}),
}
READERS = [None, "partner-reporter", "board-member", "strategy-lead", "officer", "auditor"]
CHANGES = ("changes/", "changes/csv/")


@pytest.fixture(params=BEFORE)
def once(request, db):
    """A plan that bore these marks once: who may know of that time."""
    marks, knowing = BEFORE[request.param]
    with happened_on(FIRST):
        plan = make_plan(slug="once-town", title="Early title", **marks)
        make_action(strategy=make_strategy(plan=plan, ref="5.1"), ref="5.1.1", text="Plain text.")
    with happened_on(SHOWN):
        change(plan, publication="published", access="open", exempt_paragraph=None, handling="official", title="Title")
    with happened_on(HIDDEN):
        change(plan.actions.get(), text="Other text.")
    return knowing


@pytest.mark.parametrize("reader", READERS)
def test_what_a_plan_once_was_is_told_alike_by_every_page_that_tells_the_past(client, once, reader):
    if reader:
        client.force_login(make_user(reader))
    knows = reader in once
    for page in CHANGES:
        body = client.get(f"/plans/once-town/{page}?since=2026-01-01&until={LATER}").content.decode()
        assert ("Early title" in body, "Other text." in body or "Plain" in body) == (knows, True), page
    begins = read(client.get(f"/plans/once-town/changes/?since=2026-01-01&until={LATER}"))
    day = "1 March 2026" if knows else "3 March 2026"
    assert f"What is known here of this plan begins on {day} at 12:00" in begins
    for page in ("", "actions/", "actions/5.1.1/", "alignment/"):
        answer = client.get(f"/plans/once-town/{page}?as_at={FIRST}")
        assert answer.status_code == (200 if knows else 400), page
        assert knows or f"begins on {day}" in read(answer), page
    assert client.get(f"/plans/once-town/?as_at={SHOWN}").status_code == 200
