"""The rows that stood before there was a history are its beginning."""

from django.db import migrations

from history.beginning import begins


class Migration(migrations.Migration):
    dependencies = [("actions", "0004_history_roles_marks")]
    operations = [
        migrations.RunPython(
            begins(
                "actions",
                "Action", "Alignment", "FormerRef", "GlossaryTerm", "Indicator", "Lead", "Measurement", "Milestone", "Period",
                "Plan", "ProgressUpdate", "Section", "SourceNote", "Strategy", "Theme",
            ),
            migrations.RunPython.noop,
        )
    ]
