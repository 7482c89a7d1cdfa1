"""Addresses of signing in, and of what belongs to it: of allauth's views only those that are wanted here."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from django.urls import path, re_path

from accounts import factor_views, key_views, openid, views

OPENID = {"provider_id": "oidc"}

urlpatterns = [
    path("", views.account, name="account"),
    path("login/", views.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("signed-in/", views.signed_in, name="account_signed_in"),
    path("end-sessions/", views.end_sessions, name="account_end_sessions"),
    path("keys/", key_views.keys, name="keys"),
    path("keys/<slug:prefix>/", key_views.key, name="key"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-\w]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/", factor_views.second_factor, name="mfa_index"),
    path("2fa/enrol/<str:token>/", factor_views.enrol, name="enrol"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", factor_views.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", factor_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", factor_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", factor_views.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", factor_views.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("2fa/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/passkeys/add/", factor_views.add_passkey, name="mfa_add_webauthn"),
    path("2fa/passkeys/reauthenticate/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("2fa/passkeys/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("2fa/passkeys/<int:pk>/remove/", factor_views.remove_passkey, name="mfa_remove_webauthn"),
    path("2fa/passkeys/<int:pk>/edit/", factor_views.edit_passkey, name="mfa_edit_webauthn"),
    path("oidc/login/", openid.begin, OPENID, name="openid_connect_login"),
    path("oidc/callback/", openid.finish, OPENID, name="openid_connect_callback"),
    path("oidc/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
]
