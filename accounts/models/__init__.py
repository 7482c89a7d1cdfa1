"""Sessions, invitations and partners' keys."""

from accounts.models.invitation import Invitation
from accounts.models.key import PartnerKey
from accounts.models.session import Session

__all__ = ["Invitation", "PartnerKey", "Session"]
