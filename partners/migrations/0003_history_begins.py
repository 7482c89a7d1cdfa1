"""The rows that stood before there was a history are its beginning."""

from django.db import migrations

from history.beginning import begins


class Migration(migrations.Migration):
    dependencies = [("partners", "0002_history_roles_marks")]
    operations = [
        migrations.RunPython(
            begins(
                "partners",
                "Alias", "Partner",
            ),
            migrations.RunPython.noop,
        )
    ]
