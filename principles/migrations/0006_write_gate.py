import history.write_gate
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('history', '0004_write_gate'),
        ('principles', '0001_squashed_0005_revisions'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='framework',
            constraint=history.write_gate.WriteGate(name='principles_framework_write_gate'),
        ),
        migrations.AddConstraint(
            model_name='principle',
            constraint=history.write_gate.WriteGate(name='principles_principle_write_gate'),
        ),
    ]
