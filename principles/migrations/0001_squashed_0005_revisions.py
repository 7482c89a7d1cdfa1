"""What a new database begins with: each table in one operation, which takes Django a quarter of the time.

What the replaced migrations do for rows that stood before is left out, as there are none.
A database that has some of the replaced migrations goes on with those.
"""

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import pgtrigger.compiler
from django.db import migrations, models

from history.revisions import counted

COUNTED = dict.fromkeys(["principles_framework", "principles_principle"], ("'shared'",))


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('principles', '0001_initial'),
        ('principles', '0002_history_roles_marks'),
        ('principles', '0003_history_begins'),
        ('principles', '0004_history_never_emptied'),
        ('principles', '0005_revisions'),
    ]

    dependencies = [
        ('history', '0002_revisions'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Framework',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text='Short name in addresses.', max_length=80, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('introduction', models.TextField(blank=True, help_text='What the source says about the set, as printed.')),
                ('updated_at', models.DateTimeField(auto_now=True, help_text='When this row last changed.')),
            ],
            options={
                'ordering': ['title'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='principles_framework_code_not_empty', violation_error_message='Give the framework a code: lower-case letters, digits and hyphens.'),
                ],
                'triggers': [
                    pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "principles_frameworkevent" ("code", "id", "introduction", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "updated_at") VALUES (NEW."code", NEW."id", NEW."introduction", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."title", NEW."updated_at"); RETURN NULL;', hash='75a80f1de6fd1c91c1219190403b6d03153a48c7', operation='INSERT', pgid='pgtrigger_insert_insert_07aa8', table='principles_framework', when='AFTER')),
                    pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."introduction" IS DISTINCT FROM (NEW."introduction") OR OLD."title" IS DISTINCT FROM (NEW."title"))', func='INSERT INTO "principles_frameworkevent" ("code", "id", "introduction", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "updated_at") VALUES (NEW."code", NEW."id", NEW."introduction", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."title", NEW."updated_at"); RETURN NULL;', hash='d145cc9d5dcd47f61ed159f3b863938621365c60', operation='UPDATE', pgid='pgtrigger_update_update_1de8d', table='principles_framework', when='AFTER')),
                    pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "principles_frameworkevent" ("code", "id", "introduction", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "updated_at") VALUES (OLD."code", OLD."id", OLD."introduction", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."title", OLD."updated_at"); RETURN NULL;', hash='d70226a7b58139bf0fbc8693e986d6dee9c7f15e', operation='DELETE', pgid='pgtrigger_delete_delete_dc628', table='principles_framework', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='FrameworkEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_role', models.CharField(db_default=django.db.models.functions.comparison.Cast(models.Func(function='session_user', template='%(function)s'), models.CharField()), editable=False, help_text="The database's own role that wrote.", max_length=63)),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, help_text='Short name in addresses.', max_length=80)),
                ('title', models.CharField(max_length=200)),
                ('introduction', models.TextField(blank=True, help_text='What the source says about the set, as printed.')),
                ('updated_at', models.DateTimeField(auto_now=True, help_text='When this row last changed.')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='principles.framework')),
                ('pgh_turn', models.BigIntegerField(db_default=models.Func(function='history_turn', output_field=models.BigIntegerField(null=True)), db_index=True, editable=False, help_text='The number of its transaction in the order of the commits; none before these were counted.', null=True)),
            ],
            options={
                'abstract': False,
                'triggers': [
                    pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3b2d23b0a262614ab0b52eaf969eb01194a7a22f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8a78a', table='principles_frameworkevent', when='BEFORE')),
                    pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='2c4f930b20e72b341092c2233c5057ca5a0847b6', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_30aea', table='principles_frameworkevent', when='BEFORE')),
                ],
            },
        ),
        migrations.CreateModel(
            name='Principle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('strategic', 'Strategic'), ('enabling', 'Enabling'), ('aim', 'Aim'), ('step', 'Step')], help_text='Strategic: what we do. Enabling: how we work.', max_length=20)),
                ('number', models.PositiveSmallIntegerField(help_text='As printed.')),
                ('code', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Concat('kind', models.Value('-'), django.db.models.functions.comparison.Cast('number', models.CharField())), help_text='Kind and number, as in addresses: strategic-4.', output_field=models.CharField(max_length=30))),
                ('short_title', models.CharField(help_text='Two or three words for the head of a column.', max_length=40)),
                ('text', models.TextField(help_text='The principle as printed.')),
                ('updated_at', models.DateTimeField(auto_now=True, help_text='When this row last changed.')),
                ('framework', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='principles', to='principles.framework')),
            ],
            options={
                'ordering': ['framework', '-kind', 'number'],
                'constraints': [
                    models.UniqueConstraint(fields=('framework', 'kind', 'number'), name='principles_principle_number_unique', violation_error_message='This framework already has a principle of this kind and number.'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['strategic', 'enabling', 'aim', 'step'])), name='principles_principle_kind_known', violation_error_message='Choose one of: strategic, enabling, aim, step.'),
                    models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='principles_principle_number_from_one', violation_error_message='Numbers begin with 1.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('short_title', ''), _negated=True)), name='principles_principle_text_not_empty', violation_error_message='Give the principle its text and a short title.'),
                ],
                'triggers': [
                    pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "principles_principleevent" ("framework_id", "id", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "short_title", "text", "updated_at") VALUES (NEW."framework_id", NEW."id", NEW."kind", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."short_title", NEW."text", NEW."updated_at"); RETURN NULL;', hash='3b80eb56d7efe395617ff360007c0dc204b8d124', operation='INSERT', pgid='pgtrigger_insert_insert_3922e', table='principles_principle', when='AFTER')),
                    pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."framework_id" IS DISTINCT FROM (NEW."framework_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."short_title" IS DISTINCT FROM (NEW."short_title") OR OLD."text" IS DISTINCT FROM (NEW."text"))', func='INSERT INTO "principles_principleevent" ("framework_id", "id", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "short_title", "text", "updated_at") VALUES (NEW."framework_id", NEW."id", NEW."kind", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."short_title", NEW."text", NEW."updated_at"); RETURN NULL;', hash='151b3311110d6d3ae343e8197c55a81dd7997ef2', operation='UPDATE', pgid='pgtrigger_update_update_f933c', table='principles_principle', when='AFTER')),
                    pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "principles_principleevent" ("framework_id", "id", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "short_title", "text", "updated_at") VALUES (OLD."framework_id", OLD."id", OLD."kind", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."short_title", OLD."text", OLD."updated_at"); RETURN NULL;', hash='a34abd457605e0a976f9765a6a46416f3c131837', operation='DELETE', pgid='pgtrigger_delete_delete_46305', table='principles_principle', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='PrincipleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_role', models.CharField(db_default=django.db.models.functions.comparison.Cast(models.Func(function='session_user', template='%(function)s'), models.CharField()), editable=False, help_text="The database's own role that wrote.", max_length=63)),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('strategic', 'Strategic'), ('enabling', 'Enabling'), ('aim', 'Aim'), ('step', 'Step')], help_text='Strategic: what we do. Enabling: how we work.', max_length=20)),
                ('number', models.PositiveSmallIntegerField(help_text='As printed.')),
                ('code', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Concat('kind', models.Value('-'), django.db.models.functions.comparison.Cast('number', models.CharField())), help_text='Kind and number, as in addresses: strategic-4.', output_field=models.CharField(max_length=30))),
                ('short_title', models.CharField(help_text='Two or three words for the head of a column.', max_length=40)),
                ('text', models.TextField(help_text='The principle as printed.')),
                ('updated_at', models.DateTimeField(auto_now=True, help_text='When this row last changed.')),
                ('framework', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='principles.framework')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='principles.principle')),
                ('pgh_turn', models.BigIntegerField(db_default=models.Func(function='history_turn', output_field=models.BigIntegerField(null=True)), db_index=True, editable=False, help_text='The number of its transaction in the order of the commits; none before these were counted.', null=True)),
            ],
            options={
                'abstract': False,
                'triggers': [
                    pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4f4b75e89cf4d049d09d9c6afdbf6e3481dcba0a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7ffc1', table='principles_principleevent', when='BEFORE')),
                    pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='842ef9a36635383364948a1010b4f97fdeae0309', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_f1074', table='principles_principleevent', when='BEFORE')),
                ],
            },
        ),
        *(migrations.RunSQL(*counted(table, *scopes)) for table, scopes in COUNTED.items()),
    ]
