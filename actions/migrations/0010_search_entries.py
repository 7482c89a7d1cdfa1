import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Lower, Trim

from actions.migrations._search_entries import ENTRIES, STATEMENTS

HEADING = models.Func(
    "said",
    models.Value("{a}"),
    function="ts_filter",
    output_field=django.contrib.postgres.search.SearchVectorField(),
)


def spelt(name):
    signs = models.Value("[^[:alnum:]_]+"), models.Value(" "), models.Value("g")
    return Trim(models.Func(Lower(name), *signs, function="regexp_replace", output_field=models.TextField()))


# What a number, or an acronym, is looked up by.
LOOKED_UP = {
    "action": [
        models.Index(fields=["ref"], name="actions_action_ref"),
        models.Index(fields=["printed_ref"], name="actions_action_printed_ref"),
    ],
    "strategy": [models.Index(fields=["ref"], name="actions_strategy_ref")],
    "formerref": [models.Index(fields=["ref"], name="actions_formerref_ref")],
    "glossaryterm": [
        models.Index(spelt("term"), name="actions_glossaryterm_short"),
        models.Index(spelt("expansion"), name="actions_glossaryterm_long"),
    ],
}


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0009_revisions"),
        ("partners", "0006_revisions"),
        ("principles", "0005_revisions"),
    ]

    operations = [
        *(migrations.AddIndex(model, index) for model, indexes in LOOKED_UP.items() for index in indexes),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(help_text="What of: action, strategy, theme and so on.", max_length=20)),
                ("row_id", models.BigIntegerField(help_text="The key of the row in its table.")),
                (
                    "face",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("public", "As those read it who read no private names"),
                            ("named", "As those read it who do"),
                        ],
                        help_text="Empty where all read the same words.",
                        max_length=10,
                    ),
                ),
                (
                    "is_public",
                    models.BooleanField(help_text="Whether strangers may know of the row, and read these words of it."),
                ),
                ("said", django.contrib.postgres.search.SearchVectorField(help_text="The words.")),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actions.plan",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["said"], name="actions_searchentry_said"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        HEADING, fastupdate=False, name="actions_searchentry_heading"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "row_id", "face"), name="actions_searchentry_row_unique")
                ],
            },
        ),
        *(migrations.RunSQL(*statement) for statement in STATEMENTS),
        *(
            migrations.RunSQL(
                f"SELECT actions_search_put_{kind}(ARRAY(SELECT id FROM {table}))", migrations.RunSQL.noop
            )
            for kind, (table, *_) in ENTRIES.items()
        ),
    ]
