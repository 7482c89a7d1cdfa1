"""What a number that was typed names: an action or a strategy."""

import re

from django.db.models import BooleanField, ExpressionWrapper, Q

from actions.models import Action, Strategy

TYPED = re.compile(r"(?:(?P<noun>action|strategy)s?\s*)?(?:(?:number|no\.?|ref\.?|#)\s*)?(?P<ref>.+)", re.IGNORECASE)
SPACED = re.compile(r"\d+(?:[\s.,]+\d+)*[\s.]*")
LONGEST = 20  # signs of a number, as the database holds it


def numbered(typed, *, user, plan=None):
    """Actions and strategies that `user` may see and that have this number, printed or corrected; a list.

    “5.1.10”, “5 . 1 . 10” and “action no. 5.1.10” mean the same; “action” or “strategy” looks among these alone. Where
    none has the number now, those that had it before.
    """
    asked = TYPED.fullmatch(typed)
    refs = spellings(asked["ref"])
    noun = (asked["noun"] or "").lower()
    within = Q(plan=plan) if plan else Q()
    found = []
    if refs and noun != "strategy":
        actions = Action.objects.visible_to(user).filter(within).select_related("plan", "strategy")
        found += known_by(actions, Q(ref__in=refs) | Q(printed_ref__in=refs), refs)
    if refs and noun != "action":
        strategies = Strategy.objects.visible_to(user).filter(within).select_related("plan")
        found += known_by(strategies, Q(ref__in=refs), refs)
    return [row for row in found if row.is_now] or found


def known_by(rows, now, refs):
    """Those of `rows` that have one of these numbers, which `now` asks, or had one; each with `is_now`, true or not."""
    once = rows.model.objects.filter(former_refs__ref__in=refs).values("pk")
    return rows.annotate(is_now=ExpressionWrapper(now, output_field=BooleanField())).filter(now | Q(pk__in=once))


def spellings(ref):
    """The ways a number may be written in a plan that may be meant by `ref`; an empty set where it is too long."""
    spelt = {ref, ref.upper(), ref.lower()}
    if SPACED.fullmatch(ref):
        spelt |= {".".join(re.findall(r"\d+", ref)), "".join(ref.split())}
    return {text for text in spelt if len(text) <= LONGEST}
