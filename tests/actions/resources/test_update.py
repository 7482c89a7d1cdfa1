"""Tables of updates and of their evidence: refused with the mend, or the same both ways."""

import pytest

from actions.models import ProgressUpdate
from actions.resources import EvidenceResource, ProgressUpdateResource
from tests.factories import make_action, make_plan, make_strategy
from tests.table_texts import dump, load

pytestmark = pytest.mark.django_db

UPDATES = (
    "uid,plan,action,reported_on,status,direction,narrative,next_update_due,publication,"
    "access,exempt_paragraph,handling\n"
)
EVIDENCE = "plan,update,position,title,url\n"
UID = "00000000-0000-4000-8000-000000000021"


@pytest.fixture
def plan():
    """A plan with two strategies of one action each."""
    plan = make_plan(slug="hackney")
    for number in (1, 2):
        make_action(strategy=make_strategy(plan=plan, ref=f"5.{number}"), ref=f"5.{number}.1", position=number)
    return plan


@pytest.fixture
def update(plan):
    """A published update of action 5.1.1, with UID."""
    return ProgressUpdate.objects.create(
        uid=UID,
        action=plan.actions.get(ref="5.1.1"),
        reported_on="2026-01-01",
        status="on_track",
        publication="published",
    )


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (f"{UID},hackney,5.1.1,,on_track,,,,,,,", "Row 2, column reported_on: The cell is empty. Fill it in."),
        (
            f"{UID},hackney,5.1.1,2021-03-24,fine,,,,,,,",
            "Row 2, column status: “fine” is not known. Choose one of: not_st",
        ),
        (f"{UID},hackney,5.1.1,2021-03-24,at_risk,,,,,,,", "Row 2: Say which way an action at risk is going;"),
        (f"{UID},hackney,5.1.1,2021-03-24,on_track,,,2021-03-24,,,,", "Row 2: The next update is due after this one."),
    ],
)
def test_refuses_an_update(plan, row, problem):
    assert load(ProgressUpdateResource, f"{UPDATES}{row}\n")[0].startswith(problem)


def test_an_update_that_stands_keeps_its_words(plan):
    text = f"{UPDATES}{UID},hackney,5.1.1,2021-03-24,at_risk,steady,Late.,,draft,open,,official\n"
    assert load(ProgressUpdateResource, text) == (1, 0, 0)
    for old, new in [("Late.", "Early."), ("at_risk,steady", "on_track,"), ("5.1.1", "5.2.1"), ("03-24", "03-25")]:
        assert load(ProgressUpdateResource, text.replace(old, new)) == [
            "Row 2: A progress update stays as it was reported. Add a new one instead."
        ]
    assert dump(ProgressUpdateResource) == text
    assert load(ProgressUpdateResource, text.replace("draft", "published")) == (0, 1, 0)


def test_an_update_without_uid_is_added_only_once(plan):
    row = ',hackney,5.1.1,2021-03-24,on_track,,"Going\nwell.",,draft,open,,official\n'
    assert load(ProgressUpdateResource, UPDATES + row) == (1, 0, 0)
    assert load(ProgressUpdateResource, UPDATES + row) == (0, 0, 1)
    assert load(ProgressUpdateResource, (UPDATES + row).replace("\n", "\r\n")) == (0, 0, 1)
    assert load(ProgressUpdateResource, UPDATES + row.replace("well", "on")) == (1, 0, 0)
    assert load(ProgressUpdateResource, UPDATES + row.replace("well", "up") * 2)[0].startswith(
        "Row 3, column uid: “On track on 2021-03-24” has this uid already."
    )
    assert ProgressUpdate.objects.count() == 2


def test_updates_without_uid_are_new_and_stand_oldest_first(plan):
    rows = (
        "{},hackney,5.1.1,2021-06-30,completed,,,,draft,open,,official\n"
        "{},hackney,5.1.1,2021-03-24,on_track,,,,draft,open,,official\n"
    )
    assert load(ProgressUpdateResource, UPDATES + rows.format("", "")) == (2, 0, 0)
    later, earlier = ProgressUpdate.objects.order_by("-reported_on").values_list("uid", flat=True)
    dumped = dump(ProgressUpdateResource)
    assert dumped == UPDATES + "".join(reversed(rows.format(later, earlier).splitlines(keepends=True)))
    assert load(ProgressUpdateResource, dumped) == (0, 0, 2)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("hackney,no,1,Minutes,https://x.org", "Row 2, column update: “no” is no uid. Put back what was exported;"),
        (
            f"hackney,{UID[:-1]}9,1,Minutes,https://x.org",
            f"Row 2, column update: Plan hackney has no progress update “{UID[:-1]}9”. Correct it, or add",
        ),
        ("hackney,,1,Minutes,https://x.org", "Row 2, column update: The cell is empty. Fill it in."),
        (f"hackney,{UID},1,,https://x.org", "Row 2, column title: The cell is empty. Fill it in."),
        (f"hackney,{UID},1,Minutes,minutes", "Row 2, column url: Enter a valid URL."),
        (f"hackney,{UID},1,Minutes,ftp://x.org/a", "Row 2: Give a whole web address: https://example.org/report."),
    ],
)
def test_refuses_evidence(update, row, problem):
    assert load(EvidenceResource, f"{EVIDENCE}{row}\n")[0].startswith(problem)


def test_evidence_stays_as_it_was_given(update):
    text = EVIDENCE + f"hackney,{UID},1,Minutes,https://x.org/1\nhackney,{UID},2,Report,https://x.org/2\n"
    assert load(EvidenceResource, text) == (2, 0, 0)
    assert load(EvidenceResource, text) == (0, 0, 2)
    assert dump(EvidenceResource) == text
    assert load(EvidenceResource, text.replace("Report", "Figures")) == [
        "Row 3: Evidence stays as it was given. Add a new update instead."
    ]


@pytest.mark.parametrize("hidden", [{"publication": "draft"}, {"access": "exempt", "exempt_paragraph": 7}])
def test_evidence_is_seen_with_its_update_and_action(update, public, hidden):
    text = EVIDENCE + f"hackney,{UID},1,Minutes,https://x.org/1\n"
    load(EvidenceResource, text)
    assert len(EvidenceResource().export(reader=public)) == 1
    ProgressUpdate.objects.update(**hidden)
    assert len(EvidenceResource().export(reader=public)) == 0
    ProgressUpdate.objects.update(publication="published", access="open", exempt_paragraph=None)
    update.action.publication = "draft"
    update.action.save()
    assert len(EvidenceResource().export(reader=public)) == 0
