"""Principles: numbered as printed, in frameworks, in a fixed order."""

import pytest
from django.db import IntegrityError

from principles.models import Framework, Principle
from tests.factories import (
    make_action,
    make_alignment,
    make_framework,
    make_plan,
    make_principle,
    make_strategy,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"kind": "moral"}, "principles_principle_kind_known"),
        ({"number": 0}, "principles_principle_number_from_one"),
        ({"text": ""}, "principles_principle_text_not_empty"),
        ({"short_title": ""}, "principles_principle_text_not_empty"),
    ],
)
def test_refused_by_the_database(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        make_principle(**fields)


def test_a_framework_without_a_code_is_refused():
    with pytest.raises(IntegrityError, match="principles_framework_code_not_empty"):
        make_framework(code="")


def test_a_number_is_unique_within_framework_and_kind():
    framework = make_framework()
    make_principle(framework=framework, kind="strategic", number=4)
    make_principle(framework=framework, kind="enabling", number=4)
    make_principle(kind="strategic", number=4)
    with pytest.raises(IntegrityError, match="principles_principle_number_unique"):
        make_principle(framework=framework, kind="strategic", number=4)


def test_the_database_makes_the_code():
    principle = make_principle(kind="strategic", number=4)
    assert Principle.objects.get(code="strategic-4") == principle


def test_it_reads_as_kind_number_and_short_title():
    principle = make_principle(kind="enabling", number=7, short_title="Communicate")
    assert (str(principle), principle.label, principle.initials) == ("Enabling 7: Communicate", "Enabling 7", "E7")


def test_order_is_strategic_then_enabling_by_number():
    framework = make_framework()
    for kind, number in [
        ("step", 1),
        ("enabling", 2),
        ("strategic", 10),
        ("aim", 1),
        ("enabling", 1),
        ("strategic", 9),
    ]:
        make_principle(framework=framework, kind=kind, number=number)
    assert list(framework.principles.in_order().values_list("code", flat=True)) == [
        "strategic-9",
        "strategic-10",
        "enabling-1",
        "enabling-2",
        "aim-1",
        "step-1",
    ]


def test_a_framework_reads_as_its_title():
    assert str(Framework(title="Hackney violence reduction principles")) == "Hackney violence reduction principles"


@pytest.fixture
def sets():
    """A principle of a framework that no plan has, of one that only a draft has, and of one that a public plan has."""
    for code, publication in (("free", None), ("drafted", "draft"), ("taken", "published")):
        principle = make_principle(framework=make_framework(code=code), number=1)
        if publication:
            make_plan(framework=principle.framework, publication=publication)


def known(user):
    """The codes of the frameworks that `user` may know of, which are those of the principles."""
    codes = sorted(Framework.objects.visible_to(user).values_list("code", flat=True))
    assert codes == sorted(Principle.objects.visible_to(user).values_list("framework__code", flat=True))
    return codes


def test_a_set_that_only_a_draft_has_is_known_to_who_reads_drafts(sets, public):
    assert known(public) == known(make_user("partner-reporter")) == ["free", "taken"]
    for role in ("board-member", "strategy-lead", "officer", "auditor"):
        assert known(make_user(role)) == ["drafted", "free", "taken"]


def test_a_set_is_known_of_which_a_public_row_names_a_principle(sets, public):
    principle = Principle.objects.get(framework__code="drafted")
    plan = make_plan(framework=Framework.objects.get(code="taken"))
    action = make_action(strategy=make_strategy(plan=plan), publication="draft")
    alignment = make_alignment(action=action, principle=principle)
    assert "drafted" not in known(public)
    alignment.action.publication = "published"
    alignment.action.save()
    assert "drafted" in known(public)
