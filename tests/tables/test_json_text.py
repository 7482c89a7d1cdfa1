"""JSON is written as the framework writes it, byte for byte."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.renderers import JSONRenderer

from actions.models import Publication
from tables.json_text import QuickJSONRenderer

WHOLE = st.integers(min_value=-(2**63), max_value=2**63 - 1)
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
ODD = {
    "signs": '\u2028 \u2029 \x00 \x1f \x7f " \\ / é 𝄞 </script>',
    "uid": UUID("3ecc45cc-033f-5bac-8547-1d02b5f0e07e"),
    "day": date(2026, 1, 31),
    "moment": datetime(2026, 1, 31, 9, 0, 0, 120, tzinfo=UTC),
    "figure": Decimal("2.50"),
    "word": gettext_lazy("Yes"),
    "choice": Publication.DRAFT,
    "pair": (1, 2),
    400: "a number for a name",
}


@given(VALUES)
def test_any_value(value):
    assert QuickJSONRenderer().render(value) == JSONRenderer().render(value)


def test_what_json_has_no_word_for():
    assert QuickJSONRenderer().render(ODD) == JSONRenderer().render(ODD)
    with pytest.raises(TypeError, match="object"):
        QuickJSONRenderer().render(object())


def test_no_answer_at_all():
    assert QuickJSONRenderer().render(None) == b""


def test_indented_where_that_is_asked_for():
    assert QuickJSONRenderer().render({"a": [1]}, "application/json; indent=2") == b'{\n  "a": [\n    1\n  ]\n}'
