"""Tables of source notes, acronyms and former numbers: refused with the mend, or the same both ways."""

import pytest

from actions.models import Action
from actions.resources import FormerRefResource, GlossaryTermResource, SourceNoteResource
from tests.factories import make_action, make_plan, make_strategy
from tests.table_texts import dump, load

pytestmark = pytest.mark.django_db

NOTES = "plan,number,kind,strategy,action,subject,printed,note\n"
TERMS = "plan,term,expansion,basis,note\n"


@pytest.fixture
def action():
    return make_action(strategy=make_strategy(plan=make_plan(slug="hackney"), ref="5.9"), ref="5.9.7")


@pytest.mark.parametrize(
    ("resource", "row", "problem"),
    [
        (
            SourceNoteResource,
            "hackney,1,odd,,,,,Odd.",
            "Row 2, column kind: “odd” is not known. Choose one of: numbering,",
        ),
        (
            SourceNoteResource,
            "hackney,1,text,,5.9.8,,,Odd.",
            "Row 2, column action: Plan hackney has no action “5.9.8”.",
        ),
        (SourceNoteResource, "hackney,one,text,,,,,Odd.", "Row 2, column number: “one” is no whole number."),
        (GlossaryTermResource, "hackney,IGU,,public,", "Row 2: An expansion needs "),
        (GlossaryTermResource, "hackney,IGU,,,", "Row 2, column basis: The cell is empty. Fill it in."),
    ],
)
@pytest.mark.usefixtures("action")
def test_refuses_a_row(resource, row, problem):
    columns = NOTES if resource is SourceNoteResource else TERMS
    assert load(resource, f"{columns}{row}\n")[0].startswith(problem)


@pytest.mark.usefixtures("action")
def test_notes_stand_by_number_and_terms_by_letters():
    notes = NOTES + (
        "hackney,2,numbering,,5.9.7,,5.97,Read as 5.9.7.\n"
        "hackney,10,label,5.9,,,,Odd.\n"
        "hackney,11,text,,,Cover,,None.\n"
    )
    terms = TERMS + (
        "hackney,ACE,Adverse Childhood Experience,public,\nhackney,eCAF,,unexpanded,A form.\nhackney,IGU,,unexpanded,\n"
    )
    for resource, text in [(SourceNoteResource, notes), (GlossaryTermResource, terms)]:
        assert load(resource, text) == (3, 0, 0)
        assert dump(resource) == text
        assert load(resource, text) == (0, 0, 3)


def test_former_numbers_stand_in_the_order_they_were_lost(action):
    second = make_action(strategy=action.strategy, ref="5.9.6")
    text = (
        "plan,strategy,action,former_ref\n"
        "hackney,,5.9.7,5.9.10\n"
        "hackney,5.9,,6.1\n"
        "hackney,,5.9.6,5.9.10\n"
        "hackney,,5.9.7,5.9.1\n"
    )
    assert load(FormerRefResource, text) == (4, 0, 0)
    assert load(FormerRefResource, text) == (0, 0, 4)
    assert dump(FormerRefResource) == text
    Action.objects.filter(pk=second.pk).update(ref="5.9.11")
    assert dump(FormerRefResource) == text.replace("5.9.6,", "5.9.11,") + "hackney,,5.9.11,5.9.6\n"
    wrong = "plan,strategy,action,former_ref\nhackney,5.9,5.9.7,1.1\n"
    assert load(FormerRefResource, wrong) == ["Row 2: Name either an action or a strategy."]
