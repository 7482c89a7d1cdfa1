"""What a number that was typed names: an action or a strategy."""

import re

from django.db.models import Q

from actions.models import Action, FormerRef, Strategy

TYPED = re.compile(r"(?:(?P<noun>action|strategy)s?\s*)?(?:(?:number|no\.?|ref\.?|#)\s*)?(?P<ref>.+)", re.IGNORECASE)
SPACED = re.compile(r"\d+(?:[\s.,]+\d+)*[\s.]*")
LONGEST = 20  # signs of a number, as the database holds it
MOST = 20  # actions, and strategies, that are shown of those with one number


def numbered(typed, *, user, plan=None):
    """Actions and strategies that `user` may see and that have this number, printed or corrected; a list.

    “5.1.10”, “5 . 1 . 10” and “action no. 5.1.10” mean the same; “action” or “strategy” looks among these alone. Where
    none has the number now, those that had it before. Of more than MOST actions, or strategies, the first.
    """
    asked = TYPED.fullmatch(typed)
    refs, noun = spellings(asked["ref"]), (asked["noun"] or "").lower()
    within = Q(plan=plan) if plan else Q()
    ways = {
        "action": (Action.objects.select_related("plan", "strategy"), Q(ref__in=refs) | Q(printed_ref__in=refs)),
        "strategy": (Strategy.objects.select_related("plan"), Q(ref__in=refs)),
    }
    ways = {name: way for name, way in ways.items() if noun in ("", name)}
    seen = {name: (rows.visible_to(user).filter(within), now) for name, (rows, now) in ways.items()}
    # First one, then the other: each is looked up in an index, which the two together would not be.
    found = [row for rows, now in seen.values() for row in rows.filter(now)[:MOST]]
    former = FormerRef.objects.filter(ref__in=refs).order_by()
    if found or not former.exists():
        return found
    return [row for name, (rows, _) in seen.items() for row in rows.filter(pk__in=former.values(name))[:MOST]]


def spellings(ref):
    """The ways a number may be written in a plan that may be meant by `ref`; an empty set where it is too long."""
    spelt = {ref, ref.upper(), ref.lower()}
    if SPACED.fullmatch(ref):
        spelt |= {".".join(re.findall(r"\d+", ref)), "".join(ref.split())}
    return {text for text in spelt if len(text) <= LONGEST}
