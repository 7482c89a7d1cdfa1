"""Leads and alignments: each pair once, each basis with its ground."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from actions.models import Alignment, AlignmentRejection, Lead
from tests.factories import (
    make_action,
    make_alignment,
    make_lead,
    make_partner,
    make_principle,
    make_strategy,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_a_partner_leads_an_action_once():
    lead = make_lead()
    with pytest.raises(IntegrityError, match="actions_lead_partner_unique"):
        make_lead(action=lead.action, partner=lead.partner)


def test_an_unknown_role_is_refused():
    with pytest.raises(IntegrityError, match="actions_lead_role_known"):
        make_lead(role="watch")


def test_two_leads_of_an_action_cannot_share_a_position():
    first = make_lead(position=1)
    with pytest.raises(IntegrityError, match="actions_lead_position_unique"), transaction.atomic():
        make_lead(action=first.action, position=1)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_two_leads_can_swap_positions():
    action = make_action()
    first, second = make_lead(action=action, position=1), make_lead(action=action, position=2)
    with transaction.atomic():
        Lead.objects.filter(pk=first.pk).update(position=2)
        Lead.objects.filter(pk=second.pk).update(position=1)
    assert list(action.leads.all()) == [second, first]


@pytest.mark.parametrize(
    "answer",
    [
        {"response": "perhaps", "responded_on": "2026-01-31"},
        {"response": "accepted"},
        {"response": "accepted", "response_reason": "So.", "responded_on": "2026-01-31"},
        {"response": "disputed", "responded_on": "2026-01-31"},
        {"response_reason": "So."},
        {"responded_on": "2026-01-31"},
    ],
)
def test_an_answer_of_a_partner_without_its_ground_is_refused(answer):
    with pytest.raises(IntegrityError, match="actions_lead_response_has_ground"):
        make_lead(**answer)


@pytest.mark.parametrize(
    "answer",
    [
        {"response": "accepted", "responded_on": "2026-01-31"},
        {"response": "disputed", "response_reason": "Never asked.", "responded_on": "2026-01-31"},
    ],
)
def test_a_partner_answers(answer):
    assert Lead.objects.filter(pk=make_lead(**answer).pk, **answer).exists()


@pytest.mark.parametrize("basis", ["stated", "assessed"])
def test_only_an_inherited_alignment_is_confirmed(basis):
    with pytest.raises(IntegrityError, match="actions_alignment_confirmed_if_inherited"):
        make_alignment(basis=basis, confirmed_on="2026-01-31")


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"reason": ""}, "reason_not_empty"),
        ({"from_itself": True}, "not_from_itself"),
        ({"twice": True}, "pair_unique"),
    ],
)
def test_refuses_a_rejection(fields, rule):
    source, action = make_action(), make_action()
    row = {"action": action, "principle": make_principle(), "reason": "It does not.", "rejected_on": "2026-01-31"}
    row |= {"inherited_from": action if fields.pop("from_itself", False) else source}
    if fields.pop("twice", False):
        AlignmentRejection.objects.create(**row)
    with pytest.raises(IntegrityError, match=f"actions_alignmentrejection_{rule}"):
        AlignmentRejection.objects.create(**row | fields)


def test_a_rejection_says_what_it_is_and_is_not_for_the_public(public):
    rejection = AlignmentRejection.objects.create(
        action=make_action(),
        principle=make_principle(short_title="Early help", number=1),
        inherited_from=make_action(),
        reason="It does not.",
        rejected_on="2026-01-31",
    )
    assert str(rejection).endswith("(rejected)")
    seen = {name: AlignmentRejection.objects.visible_to(who).count() for name, who in readers(public).items()}
    assert seen == {"public": 0, "partner-reporter": 0, "board-member": 1, "officer": 1}


def readers(public):
    """One reader of each kind."""
    return {"public": public} | {role: make_user(role) for role in ("partner-reporter", "board-member", "officer")}


@pytest.mark.parametrize(
    "fields",
    [
        {"basis": "stated", "printed": ""},
        {"basis": "stated", "printed": "[Strategic 4]", "reason": "So."},
        {"basis": "inherited"},
        {"basis": "assessed", "reason": ""},
        {"basis": "assessed", "reason": "So.", "printed": "[Strategic 4]"},
        {"basis": "guessed"},
    ],
)
def test_a_basis_without_its_ground_is_refused(fields):
    with pytest.raises(IntegrityError, match="actions_alignment_basis_has_ground"):
        make_alignment(**fields)


def test_inherited_names_the_row_it_comes_from():
    source = make_action()
    alignment = make_alignment(basis="inherited", inherited_from=source)
    assert list(source.passed_on.all()) == [alignment]


def test_an_action_cannot_inherit_from_itself():
    action = make_action()
    with pytest.raises(IntegrityError, match="actions_alignment_not_from_itself"):
        make_alignment(action=action, basis="inherited", inherited_from=action)


def test_a_strategy_states_or_is_assessed_but_never_inherits():
    strategy = make_strategy()
    assert (
        str(make_alignment(strategy=strategy).principle)
        == "Strategic " + str(strategy.alignments.get().principle.number) + ": Early intervention"
    )
    with pytest.raises(IntegrityError, match="actions_alignment_basis_has_ground"):
        make_alignment(strategy=strategy, basis="inherited", inherited_from=make_action())


def test_an_alignment_is_of_one_action_or_one_strategy():
    action = make_action()
    with pytest.raises(IntegrityError, match="actions_alignment_one_subject"), transaction.atomic():
        make_alignment(action=action, strategy=action.strategy)
    with pytest.raises(IntegrityError, match="actions_alignment_one_subject"):
        Alignment.objects.create(principle=make_principle(), basis="stated", printed="[Strategic 4]")


def test_a_pair_is_aligned_once_whatever_the_basis():
    alignment = make_alignment()
    with pytest.raises(IntegrityError, match="actions_alignment_action_pair_unique"), transaction.atomic():
        make_alignment(action=alignment.action, principle=alignment.principle, basis="assessed")
    of_strategy = make_alignment(strategy=make_strategy())
    with pytest.raises(IntegrityError, match="actions_alignment_strategy_pair_unique"):
        make_alignment(strategy=of_strategy.strategy, principle=of_strategy.principle)


def test_full_clean_says_which_ground_is_missing():
    alignment = Alignment(action=make_action(), principle=make_principle(), basis="assessed")
    with pytest.raises(ValidationError) as error:
        alignment.full_clean()
    assert error.value.messages == [
        "A stated alignment needs the printed words, an inherited one the action it comes from, "
        "an assessed one a reason; and none of the others' grounds."
    ]


def test_a_lead_who_is_a_person_is_printed_as_the_public_face():
    person = make_partner(kind="person", name="Jo Bloggs", public_name="A named officer of HCVS")
    named, post = make_lead(partner=person, printed="Jo Bloggs (HCVS)"), make_lead(printed="IGU Manger")
    assert (named.public_printed, str(named)) == ("A named officer of HCVS", "Lead: A named officer of HCVS")
    assert post.public_printed == "IGU Manger"


def test_leads_and_alignments_are_as_visible_as_what_they_are_of(public, officer):
    lead, hidden_lead = make_lead(), make_lead(action=make_action(publication="draft"))
    of_action, of_strategy = make_alignment(), make_alignment(strategy=make_strategy())
    hidden = [
        make_alignment(action=make_action(publication="draft")),
        make_alignment(strategy=make_strategy(publication="draft")),
    ]
    assert set(Lead.objects.visible_to(public)) == {lead}
    assert set(Lead.objects.visible_to(officer)) == {lead, hidden_lead}
    assert set(Alignment.objects.visible_to(public)) == {of_action, of_strategy}
    assert set(Alignment.objects.visible_to(officer)) == {of_action, of_strategy, *hidden}


def test_in_the_order_of_the_plan():
    strategy = make_strategy()
    second, first = make_action(strategy=strategy, position=2), make_action(strategy=strategy, position=1)
    partner, principle = make_partner(), make_principle()
    for action in (second, first):
        make_lead(action=action, partner=partner)
        make_alignment(action=action, principle=principle)
    assert [lead.action for lead in partner.leads.with_action()] == [first, second]
    assert [alignment.action for alignment in principle.alignments.with_subject()] == [first, second]


def test_it_reads_as_principle_and_basis():
    alignment = make_alignment(principle=make_principle(kind="enabling", number=3, short_title="Use evidence"))
    assert str(alignment) == "Enabling 3: Use evidence (stated)"


def test_alignments_of_two_plans_stand_plan_by_plan():
    principle = make_principle()
    one, other = make_strategy(position=2), make_strategy(position=1)
    early = make_strategy(plan=one.plan, position=1)
    actions = [
        make_action(strategy=strategy, position=position) for strategy, position in ((other, 1), (one, 2), (early, 1))
    ]
    for subject in ({"action": actions[0]}, {"action": actions[1]}, {"strategy": one}, {"action": actions[2]}):
        make_alignment(principle=principle, **subject)
    subjects = [alignment.action or alignment.strategy for alignment in principle.alignments.with_subject()]
    assert subjects == [actions[2], one, actions[1], actions[0]]
