"""Who leads an action, as officers write it in one line: “Community Safety; Police (support)”."""

import re
from collections import defaultdict
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from actions.models import Lead
from history.revisions import write_in_turn
from partners.models import Partner

SUPPORT = re.compile(r"\s*\(support\)$", re.IGNORECASE)
MOST_NEAR = 3


def in_one_line(leads):
    """The leads of an action in one line, by real names, in their order."""
    signs = {Lead.Role.SUPPORT: " (support)"}
    return "; ".join(f"{lead.partner.name}{signs.get(lead.role, '')}" for lead in leads)


class PartnerNames:
    """Partners by all they are called: name, code and printed spellings, whatever the case and the spaces."""

    def __init__(self):
        self.known = defaultdict(dict)
        self.spelt = {}
        for partner in Partner.objects.prefetch_related("aliases"):
            for name in (partner.name, partner.code, *(alias.name for alias in partner.aliases.all())):
                self.known[folded(name)][partner.pk] = partner
                self.spelt.setdefault(folded(name), name)

    def leads_in(self, line, *, standing=()):
        """The leads that `line` names: pairs of Partner and role, in its order.

        Where a name is that of several partners, the one among the partners `standing` is meant. Raises
        ValidationError with a sentence for each name that is unknown, unclear or there twice.
        """
        found, problems = [], []
        for words in filter(None, (part.strip() for part in line.split(";"))):
            name, supports = SUPPORT.subn("", words)
            try:
                partner = self.partner(name, standing)
            except ValidationError as error:
                problems += error.messages
                continue
            if any(partner == other for other, _ in found):
                problems.append(f"“{name}” stands there twice. Delete one.")
            found.append((partner, Lead.Role.SUPPORT if supports else Lead.Role.LEAD))
        if problems:
            raise ValidationError(problems)
        return found

    def partner(self, name, standing=()):
        """The one partner of this name. Raises ValidationError."""
        partners = list(self.known.get(folded(name), {}).values())
        meant = [partner for partner in partners if partner in standing] or partners
        if len(meant) == 1:
            return meant[0]
        if meant:
            codes = ", ".join(sorted(partner.code for partner in meant))
            raise ValidationError(f"Several partners are called “{name}”. Write the code of one: {codes}.")
        near = get_close_matches(folded(name), self.spelt, n=MOST_NEAR, cutoff=0.5)
        nearest = " or ".join(f"“{self.spelt[each]}”" for each in near)
        raise ValidationError(
            f"No partner is called “{name}”. "
            + (f"Do you mean {nearest}?" if near else "Add the partner first, or correct the name.")
        )


def folded(name):
    """A name without regard to case and spaces."""
    return " ".join(name.casefold().split())


@transaction.atomic
def set_leads(*, action, leads):
    """Make `leads`, pairs of Partner and role, the leads of `action`, in that order.

    Who led before and still does keeps what was printed and what the partner said to it. Raises IntegrityError where
    somebody else wrote what does not go together with it.
    """
    write_in_turn()
    standing = {lead.partner_id: lead for lead in Lead.objects.select_for_update().filter(action=action)}
    named = {partner.pk for partner, _ in leads}
    for key, lead in standing.items():
        if key not in named:
            lead.delete()
    for position, (partner, role) in enumerate(leads, 1):
        lead = standing.get(partner.pk) or Lead(action=action, partner=partner)
        if (lead.position, lead.role) != (position, role) or lead._state.adding:
            lead.position, lead.role = position, role
            lead.save()
    # Else it would be judged once everything is written, after all was said to be well.
    connection.check_constraints()
