from django.db import migrations

from history.revisions import CREATE_READ, DROP_READ


class Migration(migrations.Migration):

    dependencies = [
        ('history', '0002_revisions'),
    ]

    operations = [
        migrations.RunSQL(CREATE_READ, DROP_READ),
    ]
