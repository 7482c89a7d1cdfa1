"""What became of the rows of an import, in words."""

import pytest

from partners.resources import PartnerResource
from tables.formats import CSV
from tables.results import Refusal, changes_of
from tests.factories import make_partner
from tests.table_texts import dump


@pytest.mark.django_db
def test_whole_words_are_taken_out_and_put_in_without_styles():
    make_partner(code="igu", name="Safer schools team")
    text = dump(PartnerResource).replace("Safer schools", "Something <b>")
    result = PartnerResource().import_data(CSV().create_dataset(text), dry_run=True)
    [change] = changes_of(result)
    [(column, words)] = change.cells
    assert (change.row, change.what, column) == (2, "Changed", "name")
    assert "Safer schools" in words.split("<del>")[1].split("</del>")[0]
    assert "Something &lt;b&gt;" in words.split("<ins>")[1].split("</ins>")[0]
    assert words.endswith(" team")
    assert "style" not in words


def test_a_refusal_names_the_column_where_it_is_one():
    assert str(Refusal(3, "name", "", "Fill it in.")) == "Row 3, column name: Fill it in."
    assert str(Refusal(3, "", "", "Name either.")) == "Row 3: Name either."
