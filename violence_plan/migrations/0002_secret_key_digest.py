

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('violence_plan', '0001_ledger'),
    ]

    operations = [
        migrations.CreateModel(
            name='SecretKeyDigest',
            fields=[
                ('only', models.BooleanField(default=True, editable=False, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64)),
                ('set_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('only', True)), name='violence_plan_secret_key_only_one')],
            },
        ),
    ]
