"""A cell is refused with the mend, or read and written back as it was."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from actions.models import Theme
from partners.models import Partner
from tables.cells import Column, Day, Narrowing, Number, OneOf, Reference, Text, Uid, UidColumn, Whole, YesNo
from tests.factories import make_action, make_partner, make_plan, make_strategy, make_theme


@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [
        (Text(), 5.1, "The cell is no text but 5.1. Format the column as text and write the cell again."),
        (Text(), True, "The cell is no text but True."),
        (Text(), date(2021, 3, 24), "The cell is no text but datetime.date(2021, 3, 24)."),
        (OneOf(["", "lead", "support"]), "Lead", "“Lead” is not known. Choose one of: lead, support."),
        (Whole(), "1.5", "“1.5” is no whole number. Write it in digits only: 12."),
        (Whole(), "-1", "“-1” is no whole number."),
        (Whole(), "١", "“١” is no whole number."),
        (Whole(), "1" * 19, f"“{'1' * 19}” is no whole number."),
        (Number(), "1,200", "“1,200” is no number. Write digits and a point, without unit or thousands comma: 1234.5."),
        (Number(), "12%", "“12%” is no number."),
        (Number(), "NaN", "“NaN” is no number."),
        (Day(), "24/03/2021", "“24/03/2021” is no date. Write year, month and day: 2021-03-24; spreadsheets like to"),
        (Day(), "20210324", "“20210324” is no date."),
        (Day(), "2021-02-30", "“2021-02-30” is no date."),
        (YesNo(), "maybe", "“maybe” is neither true nor false. Write true, or leave the cell empty."),
        (Uid(), "5.1.1", "“5.1.1” is no uid. Put back what was exported; leave it empty for a new row."),
    ],
)
def test_refuses_a_cell_and_says_the_mend(cell, value, message):
    with pytest.raises(ValueError, match=".") as refused:
        cell.clean(value)
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize(
    ("cell", "given", "value", "written"),
    [
        (Text(), "a\r\nb", "a\nb", "a\nb"),
        (Text(), "", "", ""),
        (Text(), 3, "3", "3"),
        (OneOf(["lead", "support"]), "lead", "lead", "lead"),
        (OneOf(["lead", "support"]), "", "", ""),
        (YesNo(), " True ", True, "true"),
        (YesNo(), True, True, "true"),
        (YesNo(), "false", False, ""),
        (YesNo(), "", False, ""),
        (Whole(), " 12 ", 12, "12"),
        (Whole(), 12, 12, "12"),
        (Whole(), "0", 0, "0"),
        (Whole(), "", None, ""),
        (Number(), "12.50", Decimal("12.5"), "12.5"),
        (Number(), 12.5, Decimal("12.5"), "12.5"),
        (Number(), "-0.25", Decimal("-0.25"), "-0.25"),
        (Number(), "1200.0000", Decimal(1200), "1200"),
        (Number(), "0", Decimal(0), "0"),
        (Number(), "", None, ""),
        (Day(), "2021-03-24", date(2021, 3, 24), "2021-03-24"),
        (Day(), date(2021, 3, 24), date(2021, 3, 24), "2021-03-24"),
        (Day(), datetime(2021, 3, 24), date(2021, 3, 24), "2021-03-24"),
        (Day(), "", None, ""),
        (
            Uid(),
            "3960ecd4-fdf2-5335-9c48-0529fd3ddeef",
            UUID("3960ecd4-fdf2-5335-9c48-0529fd3ddeef"),
            "3960ecd4-fdf2-5335-9c48-0529fd3ddeef",
        ),
        (Uid(), "", None, ""),
    ],
)
def test_reads_and_writes_a_cell(cell, given, value, written):
    assert cell.clean(given) == value
    assert cell.render(value) == written


@pytest.mark.django_db
def test_refuses_a_reference_to_a_row_that_is_not_there():
    strategy = make_strategy(plan=make_plan(slug="hackney"), ref="5.1")
    make_theme(strategy=strategy, title="Enforcement")
    in_strategy = {"plan": "strategy__plan__slug", "strategy": "strategy__ref"}
    themes = Reference(Theme, "title", file="themes.csv", within=in_strategy)
    for row, message in [
        (
            {"plan": "hackney", "strategy": "5.1"},
            "Strategy 5.1 of plan hackney has no theme “Foo”. Correct it, or add it to themes.csv first.",
        ),
        ({"plan": "hackney"}, "Strategy (empty) of plan hackney has no theme “Foo”."),
    ]:
        with pytest.raises(ValueError, match=".") as refused:
            themes.clean("Foo", row=row)
        assert str(refused.value).startswith(message)
    with pytest.raises(ValueError, match=r"^There is no partner “x”. Correct it, or add it to partners.csv first.$"):
        Reference(Partner, "code", file="partners.csv").clean("x", row={})


@pytest.mark.django_db
def test_finds_rows_by_their_natural_key_in_one_query(django_assert_num_queries):
    one, other = make_plan(slug="one"), make_plan(slug="other")
    themes = [
        make_theme(strategy=make_strategy(plan=plan, ref="5.1"), title=title)
        for plan, title in [(one, "Enforcement"), (other, "Enforcement")]
    ]
    cell = Reference(
        Theme, "title", file="themes.csv", within={"plan": "strategy__plan__slug", "strategy": "strategy__ref"}
    )
    row = {"plan": "other", "strategy": "5.1"}
    with django_assert_num_queries(1):
        found = [cell.clean("Enforcement", row=row) for _ in range(3)]
        assert found[0].strategy.plan.slug == "other"
    assert found == [themes[1]] * 3
    assert cell.clean("", row=row) is None
    assert cell.render(found[0]) == "Enforcement"
    assert cell.render(None) == ""


@pytest.mark.django_db
def test_finds_a_row_added_since_and_forgets_when_told():
    make_partner(code="mps")
    cell = Reference(Partner, "code", file="partners.csv")
    assert cell.clean("mps", row={}).code == "mps"
    dci = make_partner(code="dci", name="DCI")
    assert cell.clean("dci", row={}) == dci
    Partner.objects.filter(code="dci").update(name="Detective Chief Inspector")
    assert cell.clean("dci", row={}).name == "DCI"
    cell.forget()
    assert cell.clean("dci", row={}).name == "Detective Chief Inspector"


@pytest.mark.django_db
def test_a_uid_never_changes():
    action, column = make_action(), UidColumn()
    uid = action.uid
    with pytest.raises(ValueError, match=rf"^A uid never changes. Put back {uid}, or leave the cell empty.$"):
        column.save(action, {"uid": "3960ecd4-fdf2-5335-9c48-0529fd3ddeef"})
    for kept in ("", str(uid)):
        column.save(action, {"uid": kept})
        assert action.uid == uid
    new = type(action)()
    column.save(new, {"uid": str(uid)})
    assert new.uid == uid


@pytest.mark.django_db
def test_a_column_reads_windows_line_ends_as_others_do():
    action = make_action(text="one\r\n\r\ntwo", position=3)
    assert Column(attribute="text", column_name="action").get_value(action) == "one\n\ntwo"
    assert Column(attribute="position", column_name="position").get_value(action) == 3


@pytest.mark.django_db
def test_a_narrowing_column_is_read_from_the_first_path_that_leads_somewhere():
    action = make_action()
    column = Narrowing("plan", "theme__strategy__plan__slug", "plan__slug")
    assert column.export(action) == action.plan.slug
    assert column.readonly
    assert Narrowing("theme", "theme__title").export(action) == ""
