"""Who writes in a statement, as the write gate of each table asks."""

from django.db import migrations

from history.write_gate import CREATE_FUNCTIONS, DROP_FUNCTIONS


class Migration(migrations.Migration):

    dependencies = [("history", "0003_revision_read_quickly")]

    operations = [migrations.RunSQL(CREATE_FUNCTIONS, DROP_FUNCTIONS)]
