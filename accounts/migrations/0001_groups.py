"""A group for each role."""

from django.db import migrations

from accounts.groups import make_groups


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("actions", "0005_history_begins"),
        ("partners", "0003_history_begins"),
        ("principles", "0003_history_begins"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
