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


def partner_tree(user, **of_leads):
    """All partners as a tuple of Branches, each level by name as `user` may see it, persons last, in two queries.

    Counts leads of actions this reader may see; `of_leads` narrows them further: `action__plan=plan`.
    """
    leads = Partner._meta.get_field("leads").related_model.objects.visible_to(user).filter(**of_leads)
    own, parts = defaultdict(set), defaultdict(list)
    for partner, action in leads.order_by().values_list("partner", "action"):
        own[partner].add(action)
    for partner in Partner.objects.all():
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
