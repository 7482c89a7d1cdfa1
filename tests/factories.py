"""Rows for tests: each function makes one valid row and says nothing that the test does not ask for."""

from functools import reduce
from itertools import count
from operator import or_

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from access.grants import GRANTS
from access.roles import Role
from actions.models import Action, Alignment, GlossaryTerm, Lead, Plan, Strategy, Theme
from partners.models import Partner
from principles.models import Framework, Principle

number = count(1)


def make_framework(**fields):
    """A framework without principles."""
    return Framework.objects.create(**{"code": f"framework-{next(number)}", "title": "Principles"} | fields)


def make_principle(**fields):
    """A strategic principle with the next free number."""
    framework = fields.pop("framework", None) or make_framework()
    values = {
        "kind": "strategic",
        "number": next(number),
        "short_title": "Early intervention",
        "text": "We step in early.",
    }
    return Principle.objects.create(framework=framework, **values | fields)


def make_plan(**fields):
    """A published, open plan with a framework of its own."""
    values = {"slug": f"plan-{next(number)}", "title": "A plan", "area": "Anytown", "publication": "published"}
    if fields.get("access") == "exempt":
        values["exempt_paragraph"] = 7
    return Plan.objects.create(framework=fields.pop("framework", None) or make_framework(), **values | fields)


def make_strategy(**fields):
    """A published strategy without actions."""
    plan = fields.pop("plan", None) or make_plan()
    n = next(number)
    values = {"ref": f"5.{n}", "title": "A strategy", "publication": "published", "position": n}
    return Strategy.objects.create(plan=plan, **values | fields)


def make_theme(**fields):
    """A theme without actions."""
    strategy = fields.pop("strategy", None) or make_strategy()
    n = next(number)
    return Theme.objects.create(strategy=strategy, **{"title": f"Theme {n}", "position": n} | fields)


def make_action(**fields):
    """A published action that nobody leads and that serves no principle."""
    theme = fields.get("theme")
    strategy = fields.pop("strategy", None) or (theme.strategy if theme else make_strategy())
    n = next(number)
    values = {"ref": f"{strategy.ref}.{n}", "text": "Do something useful.", "publication": "published", "position": n}
    return Action.objects.create(plan=strategy.plan, strategy=strategy, **values | fields)


def make_partner(**fields):
    """An organisation; a person when given kind and public_name."""
    n = next(number)
    return Partner.objects.create(**{"code": f"partner-{n}", "kind": "organisation", "name": f"Partner {n}"} | fields)


def make_known(partner):
    """That partner, of whom everybody knows since it owns a published strategy; it leads nothing."""
    make_strategy(owner=partner)
    return partner


def make_lead(**fields):
    """A partner's lead of an action, at the next free position."""
    action = fields.pop("action", None) or make_action()
    partner = fields.pop("partner", None) or make_partner()
    values = {"printed": partner.name, "position": next(number)}
    return Lead.objects.create(action=action, partner=partner, **values | fields)


def make_term(**fields):
    """An acronym that common knowledge expands."""
    plan = fields.pop("plan", None) or make_plan()
    values = {"term": "MPS", "expansion": "Metropolitan Police Service", "basis": "public"}
    return GlossaryTerm.objects.create(plan=plan, **values | fields)


def make_alignment(**fields):
    """A stated alignment of an action with a principle of its plan's framework."""
    if "strategy" not in fields and "action" not in fields:
        fields["action"] = make_action()
    subject = fields.get("action") or fields["strategy"]
    principle = fields.pop("principle", None) or make_principle(framework=subject.plan.framework)
    basis = fields.get("basis", "stated")
    grounds = {"stated": {"printed": f"[{principle.label}]"}, "assessed": {"reason": "It plainly does."}}
    return Alignment.objects.create(principle=principle, **{"basis": basis} | grounds.get(basis, {}) | fields)


def make_user(role=None, **fields):
    """A signed-in reader without any rights, or with those of a role: make_user("officer")."""
    values = {"username": f"user-{next(number)}", "password": "a long pass phrase"} | fields
    user = get_user_model().objects.create_user(**values)
    if role:
        user.groups.add(make_group(role))
    return user


def make_group(role):
    """The group of a role with what it is granted; a test that empties the database empties the groups too."""
    group, made = Group.objects.get_or_create(name=Role(role).value)
    if made:
        names = [name.split(".") for name in GRANTS[role]]
        ours = [Q(content_type__app_label=app, codename=codename) for app, codename in names]
        group.permissions.set(Permission.objects.filter(reduce(or_, ours, Q(pk__in=[]))))
    return group
