"""What is done to people: their roles, their sessions, their leaving."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from access.roles import Role
from access.security_trail import Event, note
from accounts.models import Session

ENTER_ADMIN = frozenset({Role.ADMINISTRATOR, Role.OFFICER, Role.STRATEGY_LEAD, Role.AUDITOR})


def administrators():
    """Everybody who may let others in: active, and administrator by role or superuser."""
    may = Q(is_superuser=True) | Q(groups__name=Role.ADMINISTRATOR.value)
    return get_user_model().objects.filter(may, is_active=True).distinct()


def end_sessions_of(user, but=None):
    """Sign `user` out of every browser at once, `but` not of the session of that key; returns of how many."""
    return Session.objects.filter(user=user).exclude(session_key=but).delete()[0]


@transaction.atomic
def give_roles(*, user, roles):
    """Give `user` exactly these roles, and with them the right to enter the admin; whoever changes is signed out.

    Raises ValidationError where no active administrator would be left.
    """
    groups = list(Group.objects.select_for_update().filter(name__in=Role.values).order_by("pk"))
    wanted = {group for group in groups if group.name in set(roles)}
    has = {group for group in groups if group in user.groups.all()}
    enters = user.is_superuser or not ENTER_ADMIN.isdisjoint(roles)
    if wanted == has and user.is_staff == enters:
        return
    user.groups.remove(*(has - wanted))
    user.groups.add(*(wanted - has))
    user.is_staff = enters
    user.save(update_fields=["is_staff"])
    refuse_no_administrator()
    end_sessions_of(user)
    given, taken = ("_".join(sorted(group.name for group in groups)) for groups in (wanted - has, has - wanted))
    note(Event.ROLES_CHANGED, user_id=user.pk, given=given or None, taken=taken or None)


@transaction.atomic
def set_active(*, user, active):
    """Let `user` sign in, or no longer, and sign them out. Raises ValidationError for the last administrator."""
    list(Group.objects.select_for_update().filter(name=Role.ADMINISTRATOR.value))  # so that two do not go at once
    user.is_active = active
    user.save(update_fields=["is_active"])
    refuse_no_administrator()
    end_sessions_of(user)
    note(Event.ACCOUNT_ENABLED if active else Event.ACCOUNT_DISABLED, user_id=user.pk)


def refuse_no_administrator():
    """Raises ValidationError where nobody could let others in any more."""
    if not administrators().exists():
        raise ValidationError("One active administrator must remain. Make somebody else administrator first.")


@transaction.atomic
def remove_second_factor(*, user):
    """Take away everything `user` signs in with besides the password, which was lost, and sign them out."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions_of(user)


@transaction.atomic
def set_email(*, user, email):
    """Give `user` this address, which an administrator answers for."""
    user.email = email
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()
    if email:
        EmailAddress.objects.create(user=user, email=email.lower(), verified=True, primary=True)
