"""The rows that stood before there was a history are its beginning."""

from django.db import migrations

from history.beginning import begins


class Migration(migrations.Migration):
    dependencies = [("principles", "0002_history_roles_marks")]
    operations = [
        migrations.RunPython(
            begins(
                "principles",
                "Framework", "Principle",
            ),
            migrations.RunPython.noop,
        )
    ]
