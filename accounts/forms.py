"""The forms by which people sign in and set up how they do."""

from allauth.account.forms import LoginForm, ResetPasswordForm
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature
from django import forms
from django.contrib.auth.forms import SetPasswordForm

from access.security_trail import Event, note


class SignInForm(LoginForm):
    """User name or e-mail address, and the password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "User name or e-mail address"
        self.fields["login"].max_length = 254
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        self.fields["password"].help_text = ""


class NewPasswordForm(ResetPasswordForm):
    """The address that a link for a new password goes to; a stranger's gets nothing."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mail address"

    def save(self, request, **kwargs):
        for user in self.users:
            note(Event.PASSWORD_RESET_ASKED, user_id=user.pk)
        return super().save(request, **kwargs) if self.users else self.cleaned_data["email"]


class FirstPasswordForm(SetPasswordForm):
    """The password of somebody who accepts an invitation."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in (("new_password1", "Password"), ("new_password2", "The same password again")):
            self.fields[name].label, self.fields[name].help_text = label, ""


# What reading a passkey's answer raises where it is none, or is signed by another.
UNREADABLE = (AttributeError, LookupError, TypeError, ValueError, InvalidSignature)


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey's name, and whether it alone is enough."""

    passwordless = forms.BooleanField(
        label="Let me sign in with this alone, without my password",
        required=False,
        initial=True,
        help_text="Your fingerprint, face or PIN is asked for then. Not every key can do this.",
    )

    def clean(self):
        try:
            return super().clean()
        except UNREADABLE:
            raise get_factor_adapter().validation_error("incorrect_code") from None


class ReadsPasskey:
    """Refuses an answer that is no passkey's as it refuses a wrong one."""

    def clean_credential(self):
        """The passkey that answered."""
        try:
            return super().clean_credential()
        except UNREADABLE:
            raise get_factor_adapter().validation_error("incorrect_code") from None


class PasskeyForm(ReadsPasskey, AuthenticateWebAuthnForm):
    """A passkey after the password."""


class PasskeyAloneForm(ReadsPasskey, LoginWebAuthnForm):
    """A passkey without a password."""


class PasskeyAgainForm(ReadsPasskey, ReauthenticateWebAuthnForm):
    """A passkey before changing how one signs in."""
