"""Names as a reader may see them: officers the person, everybody else the public face."""

from django import template

from access import roles

register = template.Library()


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
