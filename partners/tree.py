"""The tree that partners form, with what each leads."""

from collections import defaultdict
from dataclasses import dataclass

from partners.models import Partner


@dataclass(frozen=True)
class Branch:
    """One partner, the ids of the actions it leads or supports itself, and the branches of its parts."""

    partner: Partner
    name: str
    own: frozenset
    parts: tuple["Branch", ...]

    @property
    def with_parts(self):
        """The ids of the actions that it or a part of it leads; one that both lead is there once."""
        return self.own.union(*(branch.with_parts for branch in self.parts))

    @property
    def total(self):
        """How many actions it or a part of it leads."""
        return len(self.with_parts)


@dataclass(frozen=True)
class Succession:
    """One partner's work that another took over."""

    earlier: Branch
    later: Branch

    @property
    def day(self):
        """The first day of the successor; None where it is not known."""
        return self.earlier.partner.succeeded_on


def partner_tree(user, **of_leads):
    """The partners that `user` may know of as tree_of() has them, in two queries, with the leads that `user` may see.

    `of_leads` narrows them further: `action__plan=plan`.
    """
    leads = Partner._meta.get_field("leads").related_model.objects.visible_to(user).filter(**of_leads)
    return tree_of(leads.order_by().values_list("partner", "action"), user)


def tree_of(leads, user):
    """The partners that `user` may know of as a tuple of Branches, in one query.

    Each level is by name as `user` may see it, persons last.

    `leads` are pairs of the ids of a partner and of an action that it leads or supports.
    """
    own, parts = defaultdict(set), defaultdict(list)
    for partner, action in leads:
        own[partner].add(action)
    for partner in Partner.objects.visible_to(user).select_related("succeeded_by"):
        parts[partner.parent_id].append(partner)

    def branches(parent):
        grown = (
            Branch(partner, partner.name_for(user), frozenset(own[partner.pk]), branches(partner.pk))
            for partner in parts[parent]
        )
        return tuple(sorted(grown, key=lambda branch: (branch.partner.is_private, branch.name.casefold())))

    return branches(None)


def walk(branches):
    """Every branch of the tree, a parent before its parts."""
    for branch in branches:
        yield branch
        yield from walk(branch.parts)


def path_to(branches, code):
    """The branches from the top of the tree to the partner of that code, as a tuple; empty where there is none."""
    for branch in branches:
        if branch.partner.code == code:
            return (branch,)
        if path := path_to(branch.parts, code):
            return (branch, *path)
    return ()


def successions(tree, branch):
    """How work came to this branch's partner, and how it went on from it: two tuples of Successions, earliest first.

    What came before a predecessor, or after a successor, is there too.
    """
    by_id = {each.partner.pk: each for each in walk(tree)}
    earlier = defaultdict(list)
    for each in by_id.values():
        earlier[each.partner.succeeded_by_id].append(each)

    def before(later):
        for one in earlier[later.partner.pk]:
            yield from before(one)
            yield Succession(one, later)

    def after(one):
        if later := by_id.get(one.partner.succeeded_by_id):
            yield Succession(one, later)
            yield from after(later)

    return tuple(before(branch)), tuple(after(branch))
