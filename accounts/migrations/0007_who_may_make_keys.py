"""Officers and administrators make partners' keys; auditors see them."""

from django.db import migrations

from accounts.groups import make_groups


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_partner_keys")]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
