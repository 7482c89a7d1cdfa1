"""Who a password belongs to."""

from allauth.account.auth_backends import AuthenticationBackend


class SignIn(AuthenticationBackend):
    """User name or e-mail address with a password; of somebody who left it says no more than of a stranger."""

    @classmethod
    def _stash_user(cls, user):
        """Nobody: allauth would lead whoever left to a page of their own, and so tell that they were here."""
        return super()._stash_user(None)
