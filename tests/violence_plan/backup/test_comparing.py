"""What differs between two servers, and what only reads otherwise."""

from violence_plan.backup.comparing import differences

SAVED = {
    "server": "15.14",
    "tables": {},
    "sequences": {"partner_id_seq": {"value": 3, "last": 3, "until": 5}},
    "definitions": {"function refuse()": "one"},
}


def found(value, last, server="15.9", words="one"):
    return {
        "server": server,
        "tables": {},
        "sequences": {"partner_id_seq": {"value": value, "last": last}},
        "definitions": {"function refuse()": words},
    }


def test_a_sequence_that_would_give_a_number_again_is_told():
    assert differences(SAVED, found(3, last=4)) == [
        "partner_id_seq: the sequence is at 3, but a row has number 4."
    ]  # fmt: skip


def test_a_sequence_that_never_stood_there_is_told():
    told = ["partner_id_seq: the sequence stood at between 3 and 5, it is at 6."]
    assert differences(SAVED, found(6, last=3)) == told


def test_another_major_version_may_word_a_definition_otherwise():
    assert differences(SAVED, found(4, last=4, words="two")) == ["The definition of function refuse() is another."]
    assert differences(SAVED, found(4, last=4, words="two", server="18.4")) == []
