from django.db import migrations

from history.rehearsing import CREATE


class Migration(migrations.Migration):

    dependencies = [
        ('history', '0004_write_gate'),
    ]

    operations = [
        migrations.RunSQL(CREATE, migrations.RunSQL.noop),
    ]
