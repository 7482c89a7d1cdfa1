"""What a page says to one reader and not to another: names, and what is not public."""

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from access import roles
from actions.models import Access, Handling, Publication
from violence_plan.public_view import with_asked

register = template.Library()

SHAPES = {Publication.DRAFT: "◌", Publication.IN_REVIEW: "◐", Publication.WITHDRAWN: "⊘"}


@register.filter
def name_for(partner, user):
    """The partner's name as `user` may see it."""
    return partner.name_for(user)


@register.filter
def printed_for(lead, user):
    """The printed words of a lead as `user` may see them."""
    return lead.printed if roles.reads_names(user) else lead.public_printed


@register.filter
def reads_names(user):
    """Whether `user` may read the names of private persons."""
    return roles.reads_names(user)


@register.filter
def reads_unpublished(user):
    """Whether `user` may read what is not published yet."""
    return roles.reads_unpublished(user)


@register.filter
def reads_more(user):
    """Whether `user` may read anything that the public does not."""
    return bool(roles.roles_of(user))


@register.filter
def as_public(address):
    """The `address` of a page, with its query string, as that of the public's view of it."""
    return with_asked(address)


MARK = '<span class="not-public not-public--{}"><span aria-hidden="true">{}</span> {}</span> '


@register.simple_tag
def not_public(row, own=False):
    """Why the public does not see a row of a plan, as HTML; empty where it does. `own` is as in all_reasons()."""
    reasons = all_reasons(row, own)
    return (
        format_html(' <span class="not-public-marks">{}</span>', format_html_join("", MARK, reasons)) if reasons else ""
    )


def all_reasons(row, own=False):
    """What keeps the public from a row, by itself or for the strategy and plan it stands in, as reasons_of() has it.

    `own` leaves out what it stands in, where the page says that already; else its strategy and plan were read with it.
    """
    reasons = reasons_of(row)
    for above in () if own else ("strategy", "plan"):
        if stands_in := getattr(row, above, None):
            reasons += [(kind, shape, f"{above.title()} {word.lower()}") for kind, shape, word in reasons_of(stands_in)]
    return reasons


def reasons_of(row):
    """What keeps the public from a row by itself: (kind, shape, word) each; empty where nothing does."""
    found = []
    if getattr(row, "publication", Publication.PUBLISHED) in SHAPES:
        found.append((row.publication, SHAPES[row.publication], row.get_publication_display()))
    if getattr(row, "access", Access.OPEN) == Access.EXEMPT:
        found.append(("exempt", "§", f"Exempt: paragraph {row.exempt_paragraph}"))
    if getattr(row, "handling", Handling.OFFICIAL) == Handling.OFFICIAL_SENSITIVE:
        found.append(("sensitive", "◆", "Official-sensitive"))
    return found


@register.filter
def has_begun(day, at):
    """Whether `day` has come on the day `at`, or today where that is None; a day not known has."""
    return day is None or day <= (at or timezone.localdate())
