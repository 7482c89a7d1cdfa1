"""The tables of frameworks and principles: the same on the way out as on the way in."""

import pytest

from principles.models import Principle
from principles.resources import FrameworkResource, PrincipleResource
from tests.table_texts import dump, load

pytestmark = pytest.mark.django_db

FRAMEWORKS = "code,title,introduction\nislington,Aims of Islington,\nvr,Violence reduction,What we do\n"
PRINCIPLES = (
    "framework,kind,number,short_title,text\n"
    "islington,aim,1,Safer,Safer.\n"
    "vr,strategic,2,Early,We step in early.\n"
    "vr,strategic,10,Later,We step in later.\n"
    "vr,enabling,1,Together,We work together.\n"
)


def test_refuses_a_principle_without_framework():
    assert load(PrincipleResource, PRINCIPLES)[0] == (
        "Row 2, column framework: There is no framework “islington”. Correct it, or add it to frameworks.csv first."
    )
    assert not Principle.objects.exists()


def test_strategic_principles_stand_before_enabling_ones_by_number():
    assert load(FrameworkResource, FRAMEWORKS) == (2, 0, 0)
    assert load(PrincipleResource, PRINCIPLES) == (4, 0, 0)
    assert dump(FrameworkResource) == FRAMEWORKS
    assert dump(PrincipleResource) == PRINCIPLES
    assert load(PrincipleResource, PRINCIPLES) == (0, 0, 4)
