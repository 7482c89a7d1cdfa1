"""Sessions, invitations, enrolment links and partners' keys."""

from accounts.models.enrolment import EnrolmentLink
from accounts.models.invitation import Invitation
from accounts.models.key import PartnerKey
from accounts.models.place import KnownPlace
from accounts.models.session import Session

__all__ = ["EnrolmentLink", "Invitation", "KnownPlace", "PartnerKey", "Session"]
