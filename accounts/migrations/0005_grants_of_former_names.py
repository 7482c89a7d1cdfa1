"""The groups are granted the tables of former codes and of former addresses of themes."""

from django.db import migrations

from accounts.groups import make_groups


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_invitations_unanswered"),
        ("actions", "0008_former_themes"),
        ("partners", "0005_former_codes"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
