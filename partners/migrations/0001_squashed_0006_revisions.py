"""What a new database begins with: each table in one operation, which takes Django a quarter of the time.

What the replaced migrations do for rows that stood before is left out, as there are none.
A database that has some of the replaced migrations goes on with those.
"""

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import partners.constraints
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from history.revisions import counted

COUNTED = dict.fromkeys(
    ["partners_partner", "partners_alias", "partners_formercode", "partners_membership"], ("'shared'",)
)


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('partners', '0001_initial'),
        ('partners', '0002_history_roles_marks'),
        ('partners', '0003_history_begins'),
        ('partners', '0004_history_never_emptied'),
        ('partners', '0005_former_codes'),
        ('partners', '0006_revisions'),
    ]

    dependencies = [
        ('history', '0002_revisions'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text="Short name in addresses. Never a person's name.", max_length=80, unique=True)),
                ('kind', models.CharField(choices=[('organisation', 'Organisation'), ('team', 'Team'), ('board', 'Board, commission or partnership'), ('post', 'Post'), ('person', 'Named person')], max_length=20)),
                ('name', models.CharField(help_text="Full name. A person's name is shown to officers only.", max_length=200)),
                ('public_name', models.CharField(blank=True, help_text='For a named person: what the public reads, such as “A named officer”.', max_length=200)),
                ('succeeded_on', models.DateField(blank=True, help_text='The first day of the successor, where known.', null=True)),
                ('description', models.TextField(blank=True, help_text='One or two factual sentences.')),
                ('updated_at', models.DateTimeField(auto_now=True, help_text='When this row last changed.')),
                ('parent', models.ForeignKey(blank=True, help_text='The organisation it belongs to.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='partners.partner')),
                ('succeeded_by', models.ForeignKey(blank=True, help_text='Who took over its work.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='partners.partner')),
            ],
            options={
                'ordering': [django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.NullIf('public_name', models.Value('')), 'name'), 'code'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='partners_partner_code_not_empty', violation_error_message='Give the partner a code: lower-case letters, digits and hyphens.'),
                    models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='partners_partner_name_not_empty', violation_error_message='Give the partner a name.'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['organisation', 'team', 'board', 'post', 'person'])), name='partners_partner_kind_known', violation_error_message='Choose one of: organisation, team, board, post, person.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('kind', 'person'), ('public_name__gt', '')), models.Q(models.Q(('kind', 'person'), _negated=True), ('public_name', '')), _connector='OR'), name='partners_partner_public_name_for_persons', violation_error_message='A named person needs a public name (“A named officer”); nobody else has one.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('kind', 'person'), _negated=True), models.Q(('public_name__icontains', models.F('name')), _negated=True), _connector='OR'), name='partners_partner_public_name_hides_name', violation_error_message="The public name must not contain the person's name."),
                    models.CheckConstraint(condition=models.Q(models.Q(('kind', 'person'), _negated=True), models.Q(('code__icontains', django.db.models.functions.text.Replace('name', models.Value(' '), models.Value('-'))), _negated=True), _connector='OR'), name='partners_partner_code_hides_name', violation_error_message="The code must not contain the person's name: everybody reads it in addresses."),
                    models.CheckConstraint(condition=models.Q(models.Q(('kind', 'person'), _negated=True), models.Q(('description__icontains', models.F('name')), _negated=True), _connector='OR'), name='partners_partner_description_hides_name', violation_error_message="The description must not contain the person's name: everybody reads it."),
                    models.CheckConstraint(condition=models.Q(('succeeded_on', None), ('succeeded_by__isnull', False), _connector='OR'), name='partners_partner_succeeded_on_needs_successor', violation_error_message='A date of succession needs a successor.'),
                    partners.constraints.NoCircle(field='parent', name='partners_partner_parent_no_circle', violation_error_message='A partner cannot belong to itself, nor to one of its own parts.'),
                    partners.constraints.NoCircle(field='succeeded_by', name='partners_partner_succession_no_circle', violation_error_message='A partner cannot be its own successor, nor succeed one that came after it.'),
                    partners.constraints.Remembers(field='code', kept_in='partners_formercode', name='partners_partner_code_remembered', subject='partner'),
                ],
                'triggers': [
                    pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_partnerevent" ("code", "description", "id", "kind", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_name", "succeeded_by_id", "succeeded_on", "updated_at") VALUES (NEW."code", NEW."description", NEW."id", NEW."kind", NEW."name", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."public_name", NEW."succeeded_by_id", NEW."succeeded_on", NEW."updated_at"); RETURN NULL;', hash='ab45d35ffea9db94f276c155a97397d1d7113905', operation='INSERT', pgid='pgtrigger_insert_insert_71860', table='partners_partner', when='AFTER')),
                    pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."public_name" IS DISTINCT FROM (NEW."public_name") OR OLD."succeeded_by_id" IS DISTINCT FROM (NEW."succeeded_by_id") OR OLD."succeeded_on" IS DISTINCT FROM (NEW."succeeded_on"))', func='INSERT INTO "partners_partnerevent" ("code", "description", "id", "kind", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_name", "succeeded_by_id", "succeeded_on", "updated_at") VALUES (NEW."code", NEW."description", NEW."id", NEW."kind", NEW."name", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."public_name", NEW."succeeded_by_id", NEW."succeeded_on", NEW."updated_at"); RETURN NULL;', hash='8af1d9ffe46a7d9b64534481642b71c347d5bcb6', operation='UPDATE', pgid='pgtrigger_update_update_17ece', table='partners_partner', when='AFTER')),
                    pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_partnerevent" ("code", "description", "id", "kind", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_name", "succeeded_by_id", "succeeded_on", "updated_at") VALUES (OLD."code", OLD."description", OLD."id", OLD."kind", OLD."name", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."public_name", OLD."succeeded_by_id", OLD."succeeded_on", OLD."updated_at"); RETURN NULL;', hash='3e88be9da1a17c77307130ef5e0dd30bee00d1fc', operation='DELETE', pgid='pgtrigger_delete_delete_e7dd8', table='partners_partner', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='PartnerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_role', models.CharField(db_default=django.db.models.functions.comparison.Cast(models.Func(function='session_user', template='%(function)s'), models.CharField()), editable=False, help_text="The database's own role that wrote.", max_length=63)),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, help_text="Short name in addresses. Never a person's name.", max_length=80)),
                ('kind', models.CharField(choices=[('organisation', 'Organisation'), ('team', 'Team'), ('board', 'Board, commission or partnership'), ('post', 'Post'), ('person', 'Named person')], max_length=20)),
                ('name', models.CharField(help_text="Full name. A person's name is shown to officers only.", max_length=200)),
                ('public_name', models.CharField(blank=True, help_text='For a named person: what the public reads, such as “A named officer”.', max_length=200)),
                ('succeeded_on', models.DateField(blank=True, help_text='The first day of the successor, where known.', null=True)),
                ('description', models.TextField(blank=True, help_text='One or two factual sentences.')),
                ('updated_at', models.DateTimeField(auto_now=True, help_text='When this row last changed.')),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, help_text='The organisation it belongs to.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='partners.partner')),
                ('succeeded_by', models.ForeignKey(blank=True, db_constraint=False, help_text='Who took over its work.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner')),
                ('pgh_turn', models.BigIntegerField(db_default=models.Func(function='history_turn', output_field=models.BigIntegerField(null=True)), db_index=True, editable=False, help_text='The number of its transaction in the order of the commits; none before these were counted.', null=True)),
            ],
            options={
                'abstract': False,
                'triggers': [
                    pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a13e8879ffafbd590ff94ddd2a82e6a6ef165dbd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_20581', table='partners_partnerevent', when='BEFORE')),
                    pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='a7a4ca81570c61292d4b7863476ab9169fe7652d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_346dc', table='partners_partnerevent', when='BEFORE')),
                ],
            },
        ),
        migrations.CreateModel(
            name='Alias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='The other spelling, as printed.', max_length=200)),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='partners.partner')),
            ],
            options={
                'verbose_name_plural': 'aliases',
                'ordering': ['name'],
                'constraints': [
                    models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='partners_alias_name_unique', violation_error_message='Another partner, or this one, already has this alias.'),
                    models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='partners_alias_name_not_empty', violation_error_message='Give the alias a name.'),
                ],
                'triggers': [
                    pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_aliasevent" ("id", "name", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."name", NEW."partner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='c2134a497ebc185d798d8f27a94377e69c70402a', operation='INSERT', pgid='pgtrigger_insert_insert_6abc9', table='partners_alias', when='AFTER')),
                    pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "partners_aliasevent" ("id", "name", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."name", NEW."partner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='236f01f08137989c14a3db5daa190f51c0467bd3', operation='UPDATE', pgid='pgtrigger_update_update_cafb5', table='partners_alias', when='AFTER')),
                    pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_aliasevent" ("id", "name", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."name", OLD."partner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='91fc1194a7c926f9fcfd905315a9cd8cc8c719c7', operation='DELETE', pgid='pgtrigger_delete_delete_8e83f', table='partners_alias', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='AliasEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_role', models.CharField(db_default=django.db.models.functions.comparison.Cast(models.Func(function='session_user', template='%(function)s'), models.CharField()), editable=False, help_text="The database's own role that wrote.", max_length=63)),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(help_text='The other spelling, as printed.', max_length=200)),
                ('partner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='partners.alias')),
                ('pgh_turn', models.BigIntegerField(db_default=models.Func(function='history_turn', output_field=models.BigIntegerField(null=True)), db_index=True, editable=False, help_text='The number of its transaction in the order of the commits; none before these were counted.', null=True)),
            ],
            options={
                'abstract': False,
                'triggers': [
                    pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='05e15619e7ca96a45aa47842a990641fde179668', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_db056', table='partners_aliasevent', when='BEFORE')),
                    pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='b353a6c4e7091bb2067636be808e4255cc8c385c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_cb21f', table='partners_aliasevent', when='BEFORE')),
                ],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='partners.partner')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['partner', 'pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('partner', 'user'), name='partners_membership_person_unique', violation_error_message='This person works for this partner already.'),
                ],
                'triggers': [
                    pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_membershipevent" ("id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."id", NEW."partner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."user_id"); RETURN NULL;', hash='e55e7e07b971603cced7e8f2b94bc7d03f84c0e6', operation='INSERT', pgid='pgtrigger_insert_insert_81abf', table='partners_membership', when='AFTER')),
                    pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "partners_membershipevent" ("id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."id", NEW."partner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."user_id"); RETURN NULL;', hash='c4f2e842399786197af92f87bd3ac110b6c7e5ac', operation='UPDATE', pgid='pgtrigger_update_update_668ed', table='partners_membership', when='AFTER')),
                    pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_membershipevent" ("id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (OLD."id", OLD."partner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."user_id"); RETURN NULL;', hash='a0827d655544a7878ff71fc6ec1c6fec5cfa5671', operation='DELETE', pgid='pgtrigger_delete_delete_25b49', table='partners_membership', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='MembershipEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_role', models.CharField(db_default=django.db.models.functions.comparison.Cast(models.Func(function='session_user', template='%(function)s'), models.CharField()), editable=False, help_text="The database's own role that wrote.", max_length=63)),
                ('id', models.BigIntegerField()),
                ('partner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='partners.membership')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_turn', models.BigIntegerField(db_default=models.Func(function='history_turn', output_field=models.BigIntegerField(null=True)), db_index=True, editable=False, help_text='The number of its transaction in the order of the commits; none before these were counted.', null=True)),
            ],
            options={
                'abstract': False,
                'triggers': [
                    pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2e5637e613c25e629b5d28ab1374b2e571093e13', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a4649', table='partners_membershipevent', when='BEFORE')),
                    pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='15e79d719830b0816de6c7260a0f4d2235a5b121', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_e4efd', table='partners_membershipevent', when='BEFORE')),
                ],
            },
        ),
        migrations.CreateModel(
            name='FormerCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text='The code it had.', max_length=80, verbose_name='former code')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_codes', to='partners.partner')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('partner', 'code'), name='partners_formercode_code_unique', violation_error_message='It is recorded already that this partner had this code.'),
                    models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='partners_formercode_code_not_empty', violation_error_message='Give the code that it had.'),
                ],
                'triggers': [
                    pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_formercodeevent" ("code", "id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."partner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='9d40988ecbe5dcb1bc0635a0cd63ad57dc9b21f5', operation='INSERT', pgid='pgtrigger_insert_insert_250e6', table='partners_formercode', when='AFTER')),
                    pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "partners_formercodeevent" ("code", "id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."partner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='6d9be5ad547d08dc5c740eca0546d21ee2283cc5', operation='UPDATE', pgid='pgtrigger_update_update_16209', table='partners_formercode', when='AFTER')),
                    pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_formercodeevent" ("code", "id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."id", OLD."partner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='db0de2fc543543be9f861254a865b341052b82bb', operation='DELETE', pgid='pgtrigger_delete_delete_99d68', table='partners_formercode', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='FormerCodeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_role', models.CharField(db_default=django.db.models.functions.comparison.Cast(models.Func(function='session_user', template='%(function)s'), models.CharField()), editable=False, help_text="The database's own role that wrote.", max_length=63)),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, help_text='The code it had.', max_length=80, verbose_name='former code')),
                ('partner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='partners.formercode')),
                ('pgh_turn', models.BigIntegerField(db_default=models.Func(function='history_turn', output_field=models.BigIntegerField(null=True)), db_index=True, editable=False, help_text='The number of its transaction in the order of the commits; none before these were counted.', null=True)),
            ],
            options={
                'abstract': False,
                'triggers': [
                    pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='8e9a1d63cd8d5ce5ca7322956a0d582ac01f47c3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_9329d', table='partners_formercodeevent', when='BEFORE')),
                    pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='157f8da90195894733cd4532b0ed85350079b8fd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_98f75', table='partners_formercodeevent', when='BEFORE')),
                ],
            },
        ),
        *(migrations.RunSQL(*counted(table, *scopes)) for table, scopes in COUNTED.items()),
    ]
