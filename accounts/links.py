"""Links to an OpenID provider: which of its subjects is which account; made by address, once, and cut by people."""

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user_model
from django.db import transaction

from access.security_trail import Event
from accounts.letters import tell
from accounts.people import end_sessions_of


class BoundElsewhereError(Exception):
    """The account is linked to another subject of the same provider."""


def links_of(user):
    """The links of `user` as a queryset, the oldest first."""
    return SocialAccount.objects.filter(user=user).order_by("date_joined", "pk")


@transaction.atomic
def make_link(*, user, account):
    """Link `user` to the subject of `account`, an unsaved SocialAccount. Raises BoundElsewhereError.

    An address may be given to somebody else one day; the subject never is. So the first one stays, until it is cut.
    """
    user = get_user_model().objects.select_for_update().get(pk=user.pk)  # so that two subjects do not come at once
    if links_of(user).filter(provider=account.provider).exists():
        raise BoundElsewhereError
    account.user = user
    account.save()
    tell(user, Event.PROVIDER_LINKED, link=account.pk)


@transaction.atomic
def cut_links(*, user, by):
    """Let nobody sign in as `user` by a provider any more, and sign them out; returns how many links were cut."""
    found = list(links_of(user))
    if found:
        links_of(user).delete()
        end_sessions_of(user)
        tell(user, Event.PROVIDER_UNLINKED, by=by.pk)
    return len(found)
