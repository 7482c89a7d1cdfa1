"""Who runs the portal and how to reach them, for pages that are rendered without a request too."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def contact_name():
    """The name of whoever runs the portal; empty where the settings do not give it."""
    return settings.CONTACT_NAME


@register.simple_tag
def contact_email():
    """The address that mail about the portal goes to; empty where the settings do not give it."""
    return settings.CONTACT_EMAIL
