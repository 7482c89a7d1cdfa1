"""Administrators invite people; groups, which are the roles, nobody changes."""

from django.db import migrations

from accounts.groups import make_groups


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_sessions_and_invitations")]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
