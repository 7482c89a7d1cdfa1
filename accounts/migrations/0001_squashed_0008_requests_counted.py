"""What a new database begins with: each table in one operation, which takes Django a quarter of the time.

The groups are made once, and last: they are granted tables of all apps.
A database that has some of the replaced migrations goes on with those.
"""

import accounts.models.invitation
import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from accounts.groups import make_groups

# Where tries to sign in are counted (CACHES): as Django's createcachetable makes it, but not to be forgotten.
TRIES = """
CREATE TABLE accounts_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX accounts_cache_expires ON accounts_cache (expires);
"""
# Where requests are counted, by who asks and minute: as cheap as can be, and forgotten if the database falls.
REQUESTS = """
CREATE UNLOGGED TABLE accounts_requests (
    minute bigint NOT NULL,
    who text NOT NULL,
    taken bigint NOT NULL,
    PRIMARY KEY (minute, who)
);
"""


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('accounts', '0001_groups'),
        ('accounts', '0002_sessions_and_invitations'),
        ('accounts', '0003_who_may_invite'),
        ('accounts', '0004_invitations_unanswered'),
        ('accounts', '0005_grants_of_former_names'),
        ('accounts', '0006_partner_keys'),
        ('accounts', '0007_who_may_make_keys'),
        ('accounts', '0008_requests_counted'),
    ]

    dependencies = [
        ('actions', '0001_squashed_0011_theme_uid'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('partners', '0001_squashed_0006_revisions'),
        ('principles', '0001_squashed_0005_revisions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(TRIES, "DROP TABLE accounts_cache"),
        migrations.RunSQL(REQUESTS, "DROP TABLE accounts_requests"),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('seen_at', models.DateTimeField(default=django.utils.timezone.now, help_text='Its last request, to the minute.')),
                ('user', models.ForeignKey(help_text='Who is signed in; nobody yet between password and second factor.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('name', models.CharField(help_text='First and last name, as colleagues read it.', max_length=150)),
                ('email', models.EmailField(help_text='It becomes the user name.', max_length=254, verbose_name='e-mail address')),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('administrator', 'Administrator'), ('officer', 'Officer'), ('strategy-lead', 'Strategy lead'), ('partner-reporter', 'Partner reporter'), ('board-member', 'Board member'), ('auditor', 'Auditor')], max_length=20), size=None)),
                ('invited_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField(default=accounts.models.invitation.end_of_invitation)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_by', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitation_accepted', to=settings.AUTH_USER_MODEL)),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations_made', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(blank=True, help_text='For a partner reporter: who they report for.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='partners.partner')),
                ('strategies', models.ManyToManyField(blank=True, help_text='For a strategy lead: what they lead.', related_name='invitations', to='actions.strategy')),
            ],
            options={
                'ordering': ['-invited_at', '-pk'],
                'constraints': [
                    models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('accepted_at', None), ('withdrawn_at', None)), name='accounts_invitation_one_open', violation_error_message='This address has an open invitation.'),
                    models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='accounts_invitation_name_not_empty', violation_error_message='Say who is invited.'),
                    models.CheckConstraint(condition=models.Q(('roles__contained_by', ['administrator', 'officer', 'strategy-lead', 'partner-reporter', 'board-member', 'auditor']), ('roles__len__gt', 0)), name='accounts_invitation_roles_known', violation_error_message='Choose one role at least.'),
                    models.CheckConstraint(condition=models.Q(models.Q(models.Q(('partner', None)), models.Q(('roles__contains', ['partner-reporter']), _negated=True)), models.Q(('partner__isnull', False), ('roles__contains', ['partner-reporter'])), _connector='OR'), name='accounts_invitation_partner_of_reporter', violation_error_message='A partner reporter needs a partner, and nobody else has one.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('accepted_at', None), ('accepted_by', None)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False)), _connector='OR'), name='accounts_invitation_accepted_by_somebody', violation_error_message='Who accepted it and when belong together.'),
                    models.CheckConstraint(condition=models.Q(('accepted_at', None), ('withdrawn_at', None), _connector='OR'), name='accounts_invitation_accepted_or_withdrawn', violation_error_message='What was accepted can no longer be withdrawn.'),
                    models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('invited_at'))), name='accounts_invitation_expires_after', violation_error_message='An invitation expires after it was made.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PartnerKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, help_text='Of the form it was made by, sent once or twice.', unique=True)),
                ('name', models.CharField(help_text='What it is for, such as “Nightly pull of the case system”.', max_length=100)),
                ('scope', models.CharField(choices=[('open', 'What everybody may read, and more of it at once'), ('shared', 'Also what is shared with this partner: its own actions in review, or exempt')], default='open', help_text='What it opens.', max_length=10)),
                ('prefix', models.CharField(editable=False, help_text='How it is told from others.', max_length=8, unique=True)),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('made_on', models.DateField(default=django.utils.timezone.localdate, editable=False)),
                ('expires_on', models.DateField(help_text='The last day on which it works, at most 400 days from today.')),
                ('last_used_on', models.DateField(blank=True, editable=False, help_text='The day it was last shown.', null=True)),
                ('revoked_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('made_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='keys_made', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(help_text='Whose programs it is for, and whose work it may show.', on_delete=django.db.models.deletion.PROTECT, related_name='keys', to='partners.partner')),
                ('replaces', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='accounts.partnerkey')),
                ('revoked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='keys_revoked', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='accounts_partnerkey_name_not_empty', violation_error_message='Say what the key is for.'),
                    models.CheckConstraint(condition=models.Q(('scope__in', ['open', 'shared'])), name='accounts_partnerkey_scope_known', violation_error_message='Choose one of: open, shared.'),
                    models.CheckConstraint(condition=models.Q(('prefix__regex', '^[a-z0-9]{8}$')), name='accounts_partnerkey_prefix_form', violation_error_message='A prefix is eight small letters and digits.'),
                    models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='accounts_partnerkey_only_a_digest', violation_error_message='Of the secret only a digest is kept.'),
                    models.CheckConstraint(condition=models.Q(('expires_on__gte', models.F('made_on')), ('expires_on__lte', django.db.models.expressions.CombinedExpression(models.F('made_on'), '+', models.Value(datetime.timedelta(days=400))))), name='accounts_partnerkey_expires_in_time', violation_error_message='Choose a last day from today to 400 days from now.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='accounts_partnerkey_revoked_by_somebody', violation_error_message='Who revoked it and when belong together.'),
                    models.CheckConstraint(condition=models.Q(('replaces', None), models.Q(('replaces', models.F('pk')), _negated=True), _connector='OR'), name='accounts_partnerkey_replaces_another', violation_error_message='A key cannot take its own place.'),
                ],
            },
        ),
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
