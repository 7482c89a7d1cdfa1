"""Words are taken out of everything by two people, and nobody brings them back."""

import json
from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import DatabaseError, IntegrityError, connection, transaction
from pghistory.models import Context

from accounts.models import Session
from accounts.sessions import SessionStore
from actions.models import Action, Evidence, FormerSlug, Plan, ProgressUpdate, Theme
from history.models import Redaction
from history.redaction.asking import CannotRedactError, ask, confirm, refuse
from history.redaction.places import places_of
from history.restoring import CannotRestoreError, restore_version, undo_delete
from history.rows import events_of, tracked_models
from partners.models import Alias, Partner
from tables.models import Upload
from tests.factories import make_action, make_alignment, make_partner, make_plan, make_strategy, make_theme, make_user
from violence_plan.models import Entry, Ledger

pytestmark = pytest.mark.django_db

WHY = "A child was named."


@pytest.fixture
def ann():
    return make_user("officer", username="ann")


@pytest.fixture
def ben():
    return make_user("administrator", username="ben")


@pytest.fixture
def redacted(ann, ben):
    """A function that takes a passage of a row's field out of everything; what stands in its place."""

    def redact(row, field, passage, **how):
        asked = ask(row=row, field=field, passage=passage, whole=False, why=WHY, user=ann, **how)
        confirm(redaction=asked, user=ben)
        asked.refresh_from_db()
        return asked.marker

    return redact


def asked_of(row, passage, user, field="text", whole=False, why=WHY):
    return ask(row=row, field=field, passage=passage, whole=whole, why=why, user=user)


@pytest.mark.parametrize(
    ("passage", "field", "why", "said"),
    [
        ("Zoë Kowalska", "ref", WHY, "Only texts are redacted."),
        ("Zoë Kowalska", "publication", WHY, "Only texts are redacted."),
        ("Zoë Kowalska", "nothing", WHY, "Only texts are redacted."),
        (" -o- ", "text", WHY, "Give at least 3 letters"),
        ("Adam Kowalski", "text", WHY, "do not stand in that text"),
        ("Zoë Kowalska", "text", "It names zoë KOWALSKA.", "The reason holds the words"),
        ("redacted on", "text", WHY, "itself"),
    ],
)
def test_what_is_no_passage_of_a_text_is_not_asked_for(ann, passage, field, why, said):
    action = make_action(text="Ask Zoë Kowalska, redacted on a day.")
    with pytest.raises(CannotRedactError, match=said):
        asked_of(action, passage, ann, field, why=why)
    assert Redaction.objects.count() == 0


def test_nobody_confirms_what_he_or_she_asked_for_not_even_by_sql(ann):
    action = make_action(text="Ask Zoë Kowalska.")
    asked = asked_of(action, "Zoë Kowalska", ann)
    with pytest.raises(CannotRedactError, match="A second person"):
        confirm(redaction=asked, user=ann)
    for person in (ann.pk, None):
        with (
            pytest.raises(IntegrityError, match="a second person"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT history_redact(%s, %s)", [asked.pk, person])
    action.refresh_from_db()
    assert action.text == "Ask Zoë Kowalska."


def test_what_is_decided_is_decided(ann, ben):
    action = make_action(text="Ask Zoë Kowalska.")
    asked = asked_of(action, "Zoë Kowalska", ann)
    refuse(redaction=asked, user=ben)
    for decide in (confirm, refuse):
        with pytest.raises(CannotRedactError, match="decided this already"):
            decide(redaction=asked, user=ben)
    with pytest.raises(IntegrityError, match="decided already"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT history_redact(%s, %s)", [asked.pk, ben.pk])
    asked.refresh_from_db()
    assert (asked.state, asked.passage, asked.decided_by) == ("refused", "", ben)
    for write in (asked.delete, asked.save, lambda: Redaction.objects.update(why="Other.")):
        with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
            write()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE history_redaction")


def test_the_words_go_out_of_the_row_and_all_its_past_however_they_were_written(ann, ben, in_context):
    with in_context(why="Zoë Kowalska asked.", user=ann.pk):
        action = make_action(text="Ask Zoë Kowalska, then act.")
    for text in ("Ask ZOË\nKOWALSKA!", "Ask Zoe\u0308 Ko\u00adwalska; Zoë-Kowalska.", "Ask Zoëkowalska."):
        action.text = text
        action.save()
    asked = asked_of(action, "Zoë Kowalska", ann)
    places = confirm(redaction=asked, user=ben)
    asked.refresh_from_db()
    day = f"{asked.decided_at:%Y}"
    assert asked.marker.startswith("[redacted on ")
    assert asked.marker.endswith(f"{day}]")
    assert (asked.state, asked.passage, asked.words, asked.places) == ("confirmed", "", 2, places)
    assert (asked.asked_by, asked.decided_by, asked.why) == (ann, ben, WHY)
    texts = events_of(Action).objects.order_by("pgh_id").values_list("text", flat=True)
    marker = asked.marker
    assert list(texts) == [
        f"Ask {marker}, then act.",
        f"Ask {marker}!",
        f"Ask {marker}; {marker}.",
        "Ask Zoëkowalska.",
    ]
    assert Context.objects.first().metadata["why"] == f"{marker} asked."
    assert places == 4


def test_a_row_that_is_redacted_has_a_new_version_and_an_event(redacted):
    action = make_action(text="Ask Zoë Kowalska.")
    marker = redacted(action, "text", "Zoë Kowalska")
    before = action.version
    action.refresh_from_db()
    assert (action.text, action.version) == (f"Ask {marker}.", before + 1)
    last = events_of(Action).objects.latest("pgh_id")
    assert (last.pgh_label, last.text) == ("update", action.text)


def test_a_whole_text_goes_and_so_do_the_same_words_in_every_other_row(ann, ben):
    strategy = make_strategy(title="Zoë Kowalska first")
    theme = make_theme(strategy=strategy, title="Zoë Kowalska", text="Of Zoë Kowalska.")
    former = FormerSlug.objects.create(theme=theme, slug="the-zoë-kowalska-case")
    asked = asked_of(theme, "", ann, "title", whole=True)
    confirm(redaction=asked, user=ben)
    asked.refresh_from_db()
    for row in (theme, strategy, former):
        row.refresh_from_db()
    address = asked.marker.strip("[]").lower().replace(" ", "-")
    assert (theme.title, theme.text, theme.slug) == (asked.marker, f"Of {asked.marker}.", address)
    assert (strategy.title, former.slug) == (f"{asked.marker} first", f"the-{address}-case")
    assert set(events_of(Theme).objects.values_list("slug", flat=True)) == {address}


def test_two_rows_that_may_not_say_the_same_are_told_apart(redacted):
    partner = make_partner()
    for name in ("Zoë Kowalska", "Adam Nowak"):
        marker = redacted(Alias.objects.create(partner=partner, name=name), "name", name)
    assert list(Alias.objects.order_by("pk").values_list("name", flat=True)) == [marker, f"{marker} 2"]


def test_a_text_with_no_room_for_the_mark_is_the_mark_alone(redacted):
    alias = Alias.objects.create(partner=make_partner(), name=f"Zoë {'o' * 190}")
    marker = redacted(alias, "name", "Zoë")
    alias.refresh_from_db()
    assert alias.name == marker


def test_what_is_never_changed_otherwise_is_redacted_too(redacted):
    update = ProgressUpdate.objects.create(
        action=make_action(), reported_on="2026-01-31", status="on_track", narrative="Met Zoë Kowalska."
    )
    evidence = Evidence.objects.create(update=update, title="Zoë Kowalska", url="https://example.org", position=1)
    marker = redacted(update, "narrative", "Zoë Kowalska")
    update.refresh_from_db()
    evidence.refresh_from_db()
    assert (update.narrative, evidence.title) == (f"Met {marker}.", marker)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        ProgressUpdate.objects.update(narrative="Other.")


def test_what_was_made_of_the_words_goes(redacted, ann):
    action = make_action(text="Ask Zoë Kowalska.")
    LogEntry.objects.create(user=ann, action_flag=CHANGE, object_repr="Zoë Kowalska", change_message="Changed.")
    message = json.dumps([{"changed": {"name": "x", "object": "Zoë Kowalska"}}])
    LogEntry.objects.create(user=ann, action_flag=CHANGE, object_repr="x", change_message=message)
    ledger = Ledger.objects.create(audience="public", turn=3, seen={"shared": 1})
    row = json.dumps({"text": ["Ask Zoë Kowalska.", 1, None, []], "more": {}})
    Entry.objects.create(ledger=ledger, resource="actions", key="a", plan="p", row_id=1, row=row)
    Upload.objects.create(user=ann, name="a.csv", content=b"Zo\xc3\xab Kowalska")
    sessions = SessionStore(), SessionStore()
    for session, said in zip(sessions, ("“Zoë Kowalska” was changed.", "Nothing."), strict=True):
        session["said"] = said
        session.save()
    assert places_of("zoë kowalska").counts == {
        "rows": 1,
        "versions in the history": 1,
        "reasons and addresses of changes": 0,
        "entries of the officers' log": 2,
        "search entries": 1,
        "entries of the change feed": 1,
        "uploaded files, which all go": 1,
    }
    marker = redacted(action, "text", "Zoë Kowalska")
    assert sorted(LogEntry.objects.values_list("object_repr", flat=True)) == sorted([marker, "x"])
    assert f'"object": "{marker}"' in LogEntry.objects.get(object_repr="x").change_message
    assert json.loads(Entry.objects.get().row) == {"text": [f"Ask {marker}.", 1, None, []], "more": {}}
    ledger.refresh_from_db()
    assert (ledger.turn, ledger.seen, Upload.objects.count()) == (None, {}, 0)
    assert [Session.objects.filter(pk=session.session_key).exists() for session in sessions] == [False, True]


def test_names_that_hold_the_words_are_told_of():
    partner = make_partner(code="zoe-kowalska", name="Zoe Kowalska")
    assert places_of("Zoe Kowalska").naming == [(partner, ["code"])]
    assert places_of("Zoe Kowalska").rows == [(partner, ["name"])]


def test_another_request_and_the_log_lose_the_words_too(ann, ben):
    action = make_action(text="Ask Zoë Kowalska and Adam Nowak.")
    decided = asked_of(action, "Adam", ann, why="Zoë Kowalska asked for it.")
    refuse(redaction=decided, user=ben)
    waiting = asked_of(action, "Zoë Kowalska and Adam Nowak", ann)
    asked = asked_of(action, "Zoë Kowalska", ann)
    confirm(redaction=asked, user=ben)
    for each in (decided, waiting, asked):
        each.refresh_from_db()
    assert decided.why == f"{asked.marker} asked for it."
    assert waiting.passage == f"{asked.marker} and Adam Nowak"


@pytest.mark.parametrize("model", tracked_models(), ids=lambda model: model.__name__)
def test_every_table_with_a_history_is_guarded_and_its_history_can_be_redacted(model):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT events::text, coalesce(texts, '{}') FROM history_redactable() WHERE rows = %s::regclass",
            [model._meta.db_table],
        )
        [(events, texts)] = cursor.fetchall()
    assert events == events_of(model)._meta.db_table
    assert set(texts) <= {field.column for field in model._meta.fields}


def test_redacted_words_come_back_by_no_door(redacted):
    action, other = make_action(text="Ask Zoë Kowalska."), make_action(text="Other.")
    make_alignment(action=other)
    moment = events_of(Action).objects.latest("pgh_id").pgh_created_at
    redacted(action, "text", "Zoë Kowalska")
    refused = "holds words that were redacted on"
    other.text = "Ask  ZOE\u0308\nKOWALSKA"
    with pytest.raises(IntegrityError, match=f"actions_action.text {refused}"), transaction.atomic():
        other.save()
    with pytest.raises(Exception, match="Action: it holds words that were redacted on .* Take them out"):
        other.full_clean()
    with pytest.raises(IntegrityError, match=refused), transaction.atomic():
        Action.objects.filter(pk=other.pk).update(expected_outcome="For Zoë Kowalska")
    with pytest.raises(IntegrityError, match=refused), transaction.atomic():
        Plan.objects.bulk_create([Plan(slug="a", title="Zoë Kowalska", area="B")])
    with pytest.raises(IntegrityError, match=refused), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE actions_plan SET title = 'Zoë Kowalska'")
    Action.objects.filter(pk=other.pk).update(text="Ask Zoë. Kowal ska!")
    assert restore_version(model=Action, pk=action.pk, moment=moment).row.text.startswith("Ask [redacted")


def test_words_of_before_the_redaction_do_not_come_back_by_undoing(redacted):
    action, gone = make_action(text="Ask Zoë Kowalska."), make_action(text="Zoë Kowalska.")
    pk, _ = gone.pk, gone.delete()
    marker = redacted(action, "text", "Zoë Kowalska")
    assert undo_delete(model=Action, pk=pk).row.text == f"{marker}."


def test_a_restored_row_that_would_hold_them_is_refused_in_words(redacted):
    action = make_action(text="Ask Adam Nowak.")
    redacted(action, "text", "Adam Nowak")
    with connection.cursor() as cursor:  # as an owner of the tables could
        cursor.execute("ALTER TABLE actions_actionevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE actions_actionevent SET text = 'Ask Adam Nowak.'")
        cursor.execute("ALTER TABLE actions_actionevent ENABLE TRIGGER USER")
    moment = events_of(Action).objects.latest("pgh_id").pgh_created_at
    with pytest.raises(CannotRestoreError, match="Action: it holds words that were redacted on"):
        restore_version(model=Action, pk=action.pk, moment=moment)


def test_without_the_key_nothing_is_written_rather_than_unguarded(redacted):
    action = make_action(text="Ask Zoë Kowalska.")
    redacted(action, "text", "Zoë Kowalska")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM history_redaction_key")
    with pytest.raises(DatabaseError, match="put it back with reapply_redactions"), transaction.atomic():
        make_plan(title="Other")


def test_the_log_holds_neither_the_words_nor_a_plain_digest_of_them(redacted):
    redacted(make_action(text="Ask Zoë Kowalska."), "text", "Zoë Kowalska")
    with connection.cursor() as cursor:
        cursor.execute("SELECT r::text, encode(sha256('zoë kowalska'), 'hex') FROM history_redaction r")
        [(log, plain)] = cursor.fetchall()
    assert "kowalska" not in log.lower()
    assert plain not in log


def test_the_day_is_that_of_london(redacted):
    marker = redacted(make_action(text="Ask Zoë Kowalska."), "text", "Zoë Kowalska")
    now = datetime.now(UTC)
    assert marker[-5:] == f"{now:%Y}]"
    assert Partner.objects.count() == 0
