"""Programs that show a partner's key, instead of people who sign in."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class KeyHolder:
    """A program that shows a partner's key: `request.user` of such a request to the API.

    It is known, and so no stranger whose answers are everybody's; but it is nobody's account and has no role, so that
    whatever asks for a role, a name or the right to write gets nothing. Only `visible_to` knows more of it: where
    `shared` is True it reads what is shared with its partner too. `key` is the key's prefix, `partner` the partner's
    code. Two holders that read the same differ in `key` alone.
    """

    key: str
    partner: str
    shared: bool

    pk: ClassVar[None] = None
    is_authenticated: ClassVar[bool] = True
    is_active: ClassVar[bool] = False
    is_staff: ClassVar[bool] = False


def partner_shared_with(user):
    """The code of the partner whose own actions are shared with `user`, a reader of any kind; None without one."""
    return user.partner if isinstance(user, KeyHolder) and user.shared else None
