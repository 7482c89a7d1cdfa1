"""The roles a signed-in person may have, and what each lets a person read.

A role is a group of Django's of the same name; the groups are made by a migration. A superuser counts as administrator.
Whoever has several roles may do what any of them allows; whoever has none reads what the public reads.
"""

from django.db.models import TextChoices


class Role(TextChoices):
    """What a person is to the plan."""

    ADMINISTRATOR = "administrator", "Administrator"
    OFFICER = "officer", "Officer"
    STRATEGY_LEAD = "strategy-lead", "Strategy lead"
    PARTNER_REPORTER = "partner-reporter", "Partner reporter"
    BOARD_MEMBER = "board-member", "Board member"
    AUDITOR = "auditor", "Auditor"


WRITERS = frozenset({Role.ADMINISTRATOR, Role.OFFICER, Role.STRATEGY_LEAD, Role.PARTNER_REPORTER})
READERS_OF_ALL = frozenset({Role.ADMINISTRATOR, Role.OFFICER, Role.AUDITOR})
READERS_OF_NAMES = READERS_OF_ALL | {Role.STRATEGY_LEAD}
READERS_OF_UNPUBLISHED = READERS_OF_ALL | {Role.STRATEGY_LEAD, Role.BOARD_MEMBER}


def roles_of(user):
    """The roles of `user` as a frozenset of Role, asked for once per user object; nobody's are none."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    if not hasattr(user, "_roles"):
        named = {group.name for group in user.groups.all()}  # read already where a list of users was
        found = {role for role in Role if role.value in named}
        user._roles = frozenset(found | ({Role.ADMINISTRATOR} if user.is_superuser else set()))
    return user._roles


def has_role(user, *roles):
    """Whether `user` has one of `roles`."""
    return not roles_of(user).isdisjoint(roles)


def changes_all(user):
    """Whether `user` may change every row of every plan; the write gate of each table says the same."""
    return has_role(user, Role.ADMINISTRATOR, Role.OFFICER)


def reads_all(user):
    """Whether `user` reads everything: drafts, what is exempt, what is sensitive."""
    return has_role(user, *READERS_OF_ALL)


def reads_unpublished(user):
    """Whether `user` reads what is not published yet, or exempt, unless it is sensitive."""
    return has_role(user, *READERS_OF_UNPUBLISHED)


def reads_names(user):
    """Whether `user` reads the names of private persons, and printed cells that may hold one."""
    return has_role(user, *READERS_OF_NAMES)


def reads_history(user):
    """Whether `user` reads who changed what, when and why."""
    return reads_all(user)
