"""What became of the rows of an import, in words."""

from tables.results import Refusal, changed_cells


def test_words_taken_out_and_put_in_are_marked_without_styles():
    cells = [
        '<del style="background:#ffe6e6;">old</del><ins style="background:#e6ffe6;">new&para;<br></ins>',
        "<span>as before</span>",
    ]
    assert changed_cells(["name", "code"], cells) == [("name", "<del>old</del><ins>new<br></ins>")]


def test_a_refusal_names_the_column_where_it_is_one():
    assert str(Refusal(3, "name", "", "Fill it in.")) == "Row 3, column name: Fill it in."
    assert str(Refusal(3, "", "", "Name either.")) == "Row 3: Name either."
