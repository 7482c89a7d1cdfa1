"""Partners: private names, aliases, and trees and successions without circles."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from access.key_holders import KeyHolder
from access.roles import Role
from actions.models import Action, Plan, Strategy
from partners.models import Alias, FormerCode, Partner
from tests.factories import make_action, make_known, make_lead, make_partner, make_plan, make_strategy, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"code": ""}, "partners_partner_code_not_empty"),
        ({"name": ""}, "partners_partner_name_not_empty"),
        ({"kind": "club"}, "partners_partner_kind_known"),
        ({"kind": "person", "name": "Jo Bloggs"}, "partners_partner_public_name_for_persons"),
        ({"public_name": "A team"}, "partners_partner_public_name_for_persons"),
        (
            {"kind": "person", "name": "Jo Bloggs", "public_name": "Officer JO BLOGGS"},
            "partners_partner_public_name_hides_name",
        ),
        (
            {"kind": "person", "name": "Jo Bloggs", "public_name": "An officer", "code": "mps-jo-bloggs"},
            "partners_partner_code_hides_name",
        ),
        (
            {"kind": "person", "name": "Jo Bloggs", "public_name": "An officer", "description": "Ask jo bloggs."},
            "partners_partner_description_hides_name",
        ),
        ({"succeeded_on": "2022-07-01"}, "partners_partner_succeeded_on_needs_successor"),
    ],
)
def test_refused_by_the_database(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        make_partner(**fields)


def test_full_clean_says_what_to_do():
    partner = Partner(code="jo", kind="person", name="Jo Bloggs")
    with pytest.raises(ValidationError) as error:
        partner.full_clean()
    assert error.value.messages == ["A named person needs a public name (“A named officer”); nobody else has one."]


@pytest.mark.parametrize("field", ["succeeded_by", "parent"])
def test_a_circle_is_refused_by_the_database(field):
    first = make_partner()
    second = make_partner(**{field: first})
    third = make_partner(**{field: second})
    name = {"succeeded_by": "partners_partner_succession_no_circle", "parent": "partners_partner_parent_no_circle"}[
        field
    ]
    with pytest.raises(IntegrityError, match="comes back to it") as error, connection.cursor() as cursor:
        cursor.execute(f"UPDATE partners_partner SET {field}_id = %s WHERE id = %s", [third.pk, first.pk])  # noqa: S608
    assert error.value.__cause__.diag.constraint_name == name


def test_a_partner_cannot_succeed_itself():
    partner = make_partner()
    partner.succeeded_by = partner
    with pytest.raises(ValidationError) as error:
        partner.full_clean()
    assert error.value.message_dict == {
        "succeeded_by": ["A partner cannot be its own successor, nor succeed one that came after it."]
    }


def test_a_circle_is_refused_by_full_clean():
    first = make_partner()
    second = make_partner(parent=make_partner(parent=first))
    first.parent = second
    with pytest.raises(ValidationError) as error:
        first.full_clean()
    assert error.value.message_dict == {"parent": ["A partner cannot belong to itself, nor to one of its own parts."]}


def test_a_chain_is_allowed():
    ccg, icb = make_partner(), make_partner()
    ccg.succeeded_by = icb
    ccg.full_clean()
    ccg.save()
    assert list(icb.predecessors.all()) == [ccg]


def test_an_alias_is_unique_whatever_its_case():
    Alias.objects.create(partner=make_partner(), name="IGU Manger")
    with pytest.raises(IntegrityError, match="partners_alias_name_unique"):
        Alias.objects.create(partner=make_partner(), name="igu manger")


def test_an_empty_alias_is_refused():
    with pytest.raises(IntegrityError, match="partners_alias_name_not_empty"):
        Alias.objects.create(partner=make_partner(), name="")


def test_a_person_shows_only_the_public_face():
    person = make_partner(kind="person", name="Jo Bloggs", public_name="A named officer")
    assert (str(person), person.display_name, person.is_private) == ("A named officer", "A named officer", True)
    assert person.name_for(AnonymousUser()) == "A named officer"
    assert person.name_for(make_user()) == "A named officer"
    assert person.name_for(make_user("officer", is_staff=True)) == "Jo Bloggs"


def test_persons_do_not_stand_in_the_order_of_their_names():
    for code, name in (("one", "Zoe"), ("two", "Ann"), ("three", "Mia")):
        make_partner(code=code, kind="person", name=name, public_name="Named officer")
    make_partner(code="mps", name="Metropolitan Police Service")
    make_partner(code="probation", name="Probation")
    assert [partner.code for partner in Partner.objects.all()] == ["mps", "one", "three", "two", "probation"]


def test_an_organisation_shows_its_name():
    partner = make_partner(name="Metropolitan Police Service")
    assert (str(partner), partner.is_private) == ("Metropolitan Police Service", False)


def test_within_takes_in_the_whole_tree_beneath():
    police = make_partner(code="police")
    mps = make_partner(code="mps", parent=police)
    inspector = make_partner(code="inspector", kind="post", parent=mps)
    make_partner(code="housing")
    assert set(Partner.objects.within("police")) == {police, mps, inspector}
    assert set(Partner.objects.within("inspector")) == {inspector}
    assert set(Partner.objects.within("nobody")) == set()


def test_an_alias_reads_as_its_name():
    assert str(Alias(name="IGU Manger")) == "IGU Manger"


def test_leads_come_with_the_partner_as_the_reader_sees_them(public, officer):
    partner, idle = make_partner(name="A"), make_partner(name="B")
    strategy = make_strategy()
    second, first = (make_lead(action=make_action(strategy=strategy, position=n), partner=partner) for n in (2, 1))
    hidden = make_lead(action=make_action(publication="draft", strategy=strategy, position=3), partner=partner)

    def leads(user):
        return [(each, each.visible_leads) for each in Partner.objects.with_leads(user)]

    assert leads(public) == [(partner, [first, second]), (idle, [])]
    assert leads(officer) == [(partner, [first, second, hidden]), (idle, [])]


def test_aliases_of_a_person_are_for_officers(public, officer):
    person = make_partner(kind="person", name="Jo Bloggs", public_name="A named officer")
    of_person = Alias.objects.create(partner=person, name="J. Bloggs")
    of_team = Alias.objects.create(partner=make_partner(), name="IGU Manger")
    assert list(person.aliases_for(public)) == []
    assert list(person.aliases_for(officer)) == [of_person]
    assert list(of_team.partner.aliases_for(public)) == [of_team]


@pytest.fixture
def drafts():
    """Partners that only what is not public names, each beneath a whole and taken over by another."""
    made = []
    for name, fields in (
        ("draft", {"publication": "draft"}),
        ("exempt", {"access": "exempt", "exempt_paragraph": 3}),
        ("sensitive", {"access": "exempt", "exempt_paragraph": 3, "handling": "official_sensitive"}),
        ("in_review", {"publication": "in_review"}),
    ):
        above = {"parent": make_partner(code=f"whole-{name}"), "succeeded_by": make_partner(code=f"later-{name}")}
        partner = make_partner(code=f"{name}", **above)
        make_lead(partner=partner, action=make_action(**fields))
        make_partner(code=f"part-{name}", parent=partner)
        Alias.objects.create(partner=partner, name=f"Spelt {name}")
        FormerCode.objects.create(partner=partner, code=f"was-{name}")
        made.append(partner)
    return made


def known(user):
    return sorted(Partner.objects.visible_to(user).values_list("code", flat=True))


def family(*names):
    """The codes of partners, of their wholes and of those who took over."""
    return sorted(f"{prefix}{name}" for name in names for prefix in ("", "whole-", "later-"))


def test_nobody_knows_whom_nothing_names(drafts):
    make_strategy(owner=make_partner(code="owner"), publication="draft")
    assert known(AnonymousUser()) == known(make_user("partner-reporter")) == []
    assert [model.objects.visible_to(AnonymousUser()).count() for model in (Alias, FormerCode)] == [0, 0]


def test_board_members_know_whom_a_row_names_that_they_read(drafts):
    assert known(make_user("board-member")) == family("draft", "exempt", "in_review")


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.OFFICER, Role.AUDITOR, Role.STRATEGY_LEAD])
def test_who_reads_all_or_chooses_among_them_knows_all(drafts, role):
    assert known(make_user(role)) == sorted(Partner.objects.values_list("code", flat=True))


def test_a_reporter_and_a_program_with_a_key_know_their_own(drafts):
    reporter = make_user("partner-reporter")
    drafts[3].memberships.create(user=reporter)
    own = sorted([*family("in_review"), "part-in_review"])
    assert known(reporter) == known(KeyHolder(key="a", partner="in_review", shared=True)) == own
    assert known(KeyHolder(key="a", partner="in_review", shared=False)) == []


def test_everybody_knows_whom_a_public_row_names_and_whom_that_one_names(drafts):
    stranger = AnonymousUser()
    make_known(drafts[0])
    assert known(stranger) == family("draft")
    assert Alias.objects.visible_to(stranger).get().name == "Spelt draft"
    assert FormerCode.objects.visible_to(stranger).get().code == "was-draft"
    Action.objects.update(publication="published", access="open", exempt_paragraph=None, handling="official")
    assert known(stranger) == family("draft", "exempt", "sensitive", "in_review")
    Strategy.objects.update(publication="withdrawn")
    assert known(stranger) == []


def test_who_is_named_in_a_plan_is_known_from_the_moment_it_is_published(client):
    plan = make_plan(publication="draft")
    make_lead(partner=make_partner(code="trust", name="Trust"), action=make_action(strategy=make_strategy(plan=plan)))
    addresses = ["/partners/trust/", "/api/v1/partners/trust/", f"/api/v1/actions/?partner=trust&plan={plan.slug}"]
    lists = ["/partners/", "/api/v1/partners/", "/search/?q=trust", "/sitemap.xml"]
    assert [client.get(address).status_code for address in addresses] == [404, 404, 400]
    assert [client.get(address).content.count(b"trust/") for address in lists] == [0, 0, 0, 0]
    Plan.objects.update(publication="published")
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200]
    assert all(b"trust/" in client.get(address).content for address in lists)
