"""Two partners that are one: nothing is lost, nothing printed changes, old codes lead on."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from actions.models import Lead
from actions.partner_merge import merge_partners
from partners.changes import succeed_partner
from partners.models import Alias, FormerCode, Membership, Partner
from tests.factories import (
    make_action,
    make_known,
    make_lead,
    make_partner,
    make_plan,
    make_strategy,
    make_user,
)

pytestmark = pytest.mark.django_db

WHY = "They are one."
HANGING = {
    "aliases",
    "former_codes",
    "invitations",
    "keys",
    "leads",
    "memberships",
    "parts",
    "predecessors",
    "strategies",
}


@pytest.fixture
def pair():
    """The Met, which stays, and the MPS, which goes; no plan names them yet."""
    return make_partner(code="met", name="The Met"), make_partner(code="mps", name="Metropolitan Police")


def merge(keep, other):
    """Merge the two and read who stayed anew."""
    merge_partners(keep=keep, other=other, why=WHY)
    assert not Partner.objects.filter(pk=other.pk).exists()
    return Partner.objects.get(pk=keep.pk)


def leads():
    """Every lead: who, in which role, as printed, at which place."""
    found = Lead.objects.order_by("action__position", "position")
    return list(found.values_list("action__ref", "partner__code", "role", "printed", "position"))


def test_all_that_may_hang_on_a_partner_is_known_to_go_over():
    relations = {
        one.get_accessor_name()
        for one in Partner._meta.related_objects
        if not hasattr(one.related_model, "pgh_tracked_model")
    }
    assert relations == HANGING, "What should become of this, where two partners are merged?"


def test_nobody_is_merged_with_itself_or_with_who_is_gone(pair):
    keep, other = pair
    with pytest.raises(ValidationError, match="two different"):
        merge_partners(keep=keep, other=keep, why=WHY)
    Partner.objects.filter(pk=other.pk).delete()
    with pytest.raises(ValidationError, match="no longer there"):
        merge_partners(keep=keep, other=other, why=WHY)


def test_a_named_person_is_merged_with_nobody_else(pair):
    person = make_partner(kind="person", name="Jane Doe", public_name="A named officer")
    for keep, other in ((pair[0], person), (person, pair[0])):
        with pytest.raises(ValidationError, match="would become public"):
            merge_partners(keep=keep, other=other, why=WHY)
    assert not Alias.objects.exists()


def test_printed_words_that_do_not_fit_together_are_not_cut(pair):
    action = make_action(ref="5.1.1")
    for partner, letter in zip(pair, "ab", strict=True):
        make_lead(action=action, partner=partner, printed=letter * 150)
    before = leads()
    with pytest.raises(ValidationError, match=r"Both lead 5\.1\.1"):
        merge(*pair)
    assert (leads(), Partner.objects.count()) == (before, 2)


def test_leads_go_over_and_keep_what_is_printed(pair):
    keep, other = pair
    strategy = make_strategy(ref="5.1")
    one, both, same = (make_action(strategy=strategy, ref=f"5.1.{n}", position=n) for n in (1, 2, 3))
    make_lead(action=one, partner=other, printed="Polise", position=1, role="support")
    make_lead(action=both, partner=keep, printed="Met", position=2, role="support")
    make_lead(action=both, partner=other, printed="MPS", position=1)
    day = datetime.date(2026, 1, 2)
    make_lead(action=same, partner=keep, printed="MPS", position=1)
    make_lead(action=same, partner=other, printed="MPS", position=2, response="accepted", responded_on=day)
    merge(keep, other)
    assert leads() == [
        ("5.1.1", "met", "support", "Polise", 1),
        ("5.1.2", "met", "lead", "MPS; Met", 1),
        ("5.1.3", "met", "lead", "MPS", 1),
    ]
    assert Lead.objects.get(action=same).responded_on == day
    assert Lead.objects.get(action=one).events.last().pgh_context.metadata["why"] == WHY


def test_an_answer_of_the_own_stays(pair):
    action, day = make_action(), datetime.date(2026, 1, 2)
    for partner, response in zip(pair, ("accepted", "disputed"), strict=True):
        reason = "No." if response == "disputed" else ""
        make_lead(action=action, partner=partner, response=response, response_reason=reason, responded_on=day)
    merge(*pair)
    assert Lead.objects.get().response == "accepted"


def test_who_only_supported_only_supports(pair):
    action = make_action()
    for partner in pair:
        make_lead(action=action, partner=partner, role="support")
    merge(*pair)
    assert Lead.objects.get().role == "support"


def test_a_successor_of_the_own_stays(pair):
    keep, other = pair
    council, force = make_partner(), make_partner()
    succeed_partner(partner=keep, by=council, on=datetime.date(2020, 1, 1), why=WHY)
    succeed_partner(partner=other, by=force, on=datetime.date(2021, 1, 1), why=WHY)
    kept = merge(Partner.objects.get(pk=keep.pk), Partner.objects.get(pk=other.pk))
    assert (kept.succeeded_by, kept.succeeded_on) == (council, datetime.date(2020, 1, 1))


def test_what_it_answers_for_its_people_parts_and_names_go_over(pair):
    keep, other = pair
    strategy = make_strategy(owner=other)
    ann, bea = make_user(), make_user()
    for partner, user in ((keep, ann), (other, ann), (other, bea)):
        Membership.objects.create(partner=partner, user=user)
    part, before = make_partner(parent=other), make_partner(succeeded_by=other)
    Alias.objects.create(partner=other, name="Old Bill")
    Partner.objects.filter(pk=other.pk).update(description="Police of London.")
    kept = merge(keep, other)
    strategy.refresh_from_db()
    assert strategy.owner == kept
    assert set(kept.memberships.values_list("user", flat=True)) == {ann.pk, bea.pk}
    assert (kept.parts.get(), kept.predecessors.get(), kept.description) == (part, before, "Police of London.")
    assert [alias.name for alias in kept.aliases.all()] == ["Metropolitan Police", "Old Bill"]


def test_what_is_above_gives_its_place_to_what_is_beneath(db):
    top = make_partner(name="Council")
    gone = make_partner(name="Service", parent=top)
    middle = make_partner(name="Team", parent=gone)
    kept = merge(make_partner(name="Unit", parent=middle), gone)
    middle.refresh_from_db()
    assert (kept.parent, middle.parent) == (top, kept)


@pytest.mark.parametrize("order", ["successor stays", "predecessor stays", "one that goes has a successor"])
def test_who_follows_whom_after_it(pair, order):
    keep, other = pair
    third, day = make_partner(), datetime.date(2022, 7, 1)
    if order == "successor stays":
        succeed_partner(partner=other, by=keep, why=WHY)
        expected = (None, None)
    elif order == "predecessor stays":
        succeed_partner(partner=keep, by=other, why=WHY)
        succeed_partner(partner=other, by=third, on=day, why=WHY)
        expected = (third, day)
    else:
        succeed_partner(partner=other, by=third, on=day, why=WHY)
        expected = (third, day)
    kept = merge(keep, other)
    assert (kept.succeeded_by, kept.succeeded_on) == expected


def test_old_codes_lead_on_in_pages_filters_and_api(pair, client):
    keep, other = pair
    action = make_action(strategy=make_strategy(plan=make_plan(slug="anytown")), ref="5.1.1")
    make_lead(action=action, partner=other)
    other.code = "mps-london"
    other.save()
    assert client.get("/partners/mps/")["Location"] == "/partners/mps-london/"
    merge(keep, other)
    for old in ("mps", "mps-london"):
        answer = client.get(f"/partners/{old}/")
        assert (answer.status_code, answer["Location"]) == (301, "/partners/met/")
        assert client.get(f"/api/v1/partners/{old}/").json()["code"] == "met"
        assert client.get(f"/api/v1/actions/?partner={old}").json()["count"] == 1
        assert len(client.get(f"/plans/anytown/actions/?partner={old}").context["page"]) == 1
        assert client.get(f"/plans/anytown/alignment/?partner={old}").status_code == 200
    assert client.get("/partners/nobody/").status_code == client.get("/api/v1/partners/nobody/").status_code == 404
    assert client.get("/partners/%00/").status_code == 404


def test_a_code_given_anew_is_the_new_ones(pair, client):
    keep, other = pair
    merge(keep, other)
    new = make_known(make_partner(code="mps", name="Mobile Police Station"))
    assert client.get("/partners/mps/").context["partner"] == new
    kept = merge(Partner.objects.get(pk=keep.pk), new)
    assert [former.code for former in kept.former_codes.all()] == ["mps"]
    assert str(FormerCode.objects.get()) == "mps, now met"
