"""Sessions and invitations."""

from accounts.models.invitation import Invitation
from accounts.models.session import Session

__all__ = ["Invitation", "Session"]
