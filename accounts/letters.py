"""Notices by mail: what was done to an account is told to its owner, and some of it to the administrators.

Plain text, without a secret and without a link: a letter that asks nobody to click teaches nobody to. Each is also a
line of the security trail, whether the portal sends mail or not.
"""

import logging
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from access.security_trail import Event, note
from accounts.people import administrators

logger = logging.getLogger(__name__)

SUBJECT = "Your account at the violence reduction plan"
TEXT = """Dear {name},

{happened}

If this was you, or you asked for it, there is nothing to do.

If it was not you: open the portal as you always do, choose another password, and tell an administrator of it at once\
{contact}. Nobody will ask you for a password or a code.
"""
HAPPENED = {
    Event.FACTOR_ADDED: "An authenticator app or a passkey was added to your account: it lets sign in as you.",
    Event.FACTOR_REMOVED: "An authenticator app or a passkey, or all that you sign in with besides your password, was "
    "removed from your account.",
    Event.RECOVERY_CODES_MADE: "New recovery codes were made for your account. The old ones no longer work.",
    Event.ENROLMENT_LINK_MADE: "A link was made by which a second factor can be set up for your account, once.",
    Event.PASSWORD_CHANGED: "The password of your account was changed.",
    Event.ADDRESS_CHANGED: "The e-mail address of your account was changed. This goes to the old one and the new one.",
    Event.KEY_MADE: "A key by which a partner's programs read from the portal was made with your account.",
    Event.PROVIDER_LINKED: "From now on you can sign in with your account of the organisation's own sign-in.",
    Event.PROVIDER_REFUSED: "Somebody with your e-mail address, but another account than yours, tried to sign in with "
    "the organisation's own sign-in, and was refused.",
    Event.PROVIDER_UNLINKED: "An administrator cut the tie between your account and the organisation's own sign-in.",
    Event.SIGN_IN_SLOWED: "Wrong passwords were tried for your account, more than the portal allows. Where you signed "
    "in before you still can, at most more slowly; with a passkey or the organisation's own sign-in as always.",
}
FOR_ADMINISTRATORS = {
    Event.PROVIDER_REFUSED: "Somebody with the e-mail address of {who}, but another account at the OpenID provider "
    "than the one that {who} signs in with, tried to sign in and was refused. Addresses are given to new people when "
    "somebody leaves. If {who} has left, deactivate the account in the list of users. If {who} has a new account at "
    "the provider, cut the old link there; the next sign-in makes a new one.",
}


def tell(user, event, *, addresses=None, **ids):
    """Note `event`, one of HAPPENED, in the trail, and mail it to `user`, or to `addresses`, after the commit."""
    note(event, user_id=user.pk, **ids)
    contact = f" ({settings.CONTACT_EMAIL})" if settings.CONTACT_EMAIL else ""
    text = TEXT.format(name=user.first_name or user.username, happened=HAPPENED[event], contact=contact)
    _post([user.email] if addresses is None else addresses, SUBJECT, text)
    if event in FOR_ADMINISTRATORS:
        others = administrators().exclude(pk=user.pk).values_list("email", flat=True)
        _post(others, "Sign-in refused at the violence reduction plan", FOR_ADMINISTRATORS[event].format(who=user))


def after(response, do):
    """The `response`, after which `do` is called, once it is sent: how long that takes tells whoever asked nothing."""
    closes = response.close

    def close():
        try:
            do()
        finally:
            closes()

    response.close = close
    return response


def _post(addresses, subject, text):
    """Send the same to each address that is one, by itself, after the commit."""
    for address in sorted({address.lower() for address in addresses if address}) if settings.SENDS_MAIL else ():
        transaction.on_commit(partial(_send, subject, text, address))


def _send(subject, text, address):
    """Send one mail. Trouble with the mail server is a line in the log: what the mail tells of is done already."""
    try:
        send_mail(subject, text, None, [address])
    except OSError as problem:
        logger.warning("A notice could not be mailed: %s.", type(problem).__name__)
