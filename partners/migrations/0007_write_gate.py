import history.write_gate
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('history', '0004_write_gate'),
        ('partners', '0001_squashed_0006_revisions'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='alias',
            constraint=history.write_gate.WriteGate(name='partners_alias_write_gate'),
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=history.write_gate.WriteGate(name='partners_partner_write_gate'),
        ),
    ]
