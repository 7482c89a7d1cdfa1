"""A partner called otherwise, or followed by another: every action keeps what was printed of it.

Merging two is the business of the floor above, since leads hang on actions: `actions/partner_merge.py`.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from history.reasons import because
from partners.models import Alias, Partner


def keep_alias(*, partner, name):
    """Let `name` be found as a spelling of `partner`, unless it is its name, or somebody's spelling, already."""
    known = Alias.objects.filter(name__iexact=name).exists()
    if name and name.casefold() != partner.name.casefold() and not known:
        Alias.objects.create(partner=partner, name=name)


@transaction.atomic
def rename_partner(*, partner, name, why):
    """Call `partner` by another `name`; the old one stays as an alias. Raises ValidationError where it cannot be so."""
    locked = Partner.objects.select_for_update().get(pk=partner.pk)
    old, locked.name = locked.name, name.strip()
    if locked.name == old:
        raise ValidationError("It is called so already. Write another name.")
    with because(why):
        locked.full_clean()
        locked.save()
        keep_alias(partner=locked, name=old)
    partner.refresh_from_db()


@transaction.atomic
def succeed_partner(*, partner, by, on=None, why):
    """Note that `by` took over the work of `partner`, from the day `on` where it is known.

    Actions keep the partner that they print; readers are led on. Raises ValidationError where it cannot be so.
    """
    locked = Partner.objects.select_for_update().get(pk=partner.pk)
    locked.succeeded_by, locked.succeeded_on = by, on
    with because(why):
        locked.full_clean()
        locked.save()
    partner.refresh_from_db()
