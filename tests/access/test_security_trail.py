"""What the security trail says, and what it never does."""

from uuid import UUID

import pytest

from access.security_trail import Event, note


def test_an_event_that_is_not_declared_is_refused():
    with pytest.raises(ValueError, match="'had_lunch' is not a valid Event"):
        note("had_lunch", user_id=5)


@pytest.mark.parametrize(
    "words", ["jo@anytown.example", "Jo Bloggs", "192.0.2.1", "2001:db8::1", "", "a\nforged", "x" * 65, ["jo"], 1.5]
)
def test_names_addresses_and_words_are_withheld(words, caplog):
    note(Event.SIGN_IN_FAILED, who=words)
    assert [record.getMessage() for record in caplog.records] == ["sign_in_failed user_id=none who=[withheld]"]


def test_an_event_is_one_line_of_ids_and_the_same_for_programs(caplog):
    uid = UUID("11111111-2222-3333-4444-555555555555")
    note("key_revoked", user_id=7, key="abcd1234", partner="mps", row=uid, table="actions.action", of=None, last=True)
    (record,) = caplog.records
    assert (record.name, record.levelname) == ("violence_plan.security", "INFO")
    assert record.getMessage() == (
        f"key_revoked user_id=7 key=abcd1234 last=True partner=mps row={uid} table=actions.action"
    )
    assert record.security == {
        "event": "key_revoked",
        "user_id": 7,
        "key": "abcd1234",
        "last": True,
        "partner": "mps",
        "row": str(uid),
        "table": "actions.action",
    }
