"""How the history of rows begins that stood before there was any: each as it is, as if just inserted."""

BEGIN = """
INSERT INTO {event} (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, {columns})
SELECT now(), 'insert', id, _pgh_attach_context(), {columns} FROM {table}
WHERE NOT EXISTS (SELECT FROM {event} WHERE pgh_obj_id = {table}.id)
"""


def begins(app, *names):
    """A function for RunPython: the history of the models of `app` with these names begins with the rows they have."""

    def begin(apps, schema_editor):
        for name in names:
            model, event = apps.get_model(app, name), apps.get_model(app, f"{name}Event")
            own = {field.column for field in model._meta.concrete_fields if not field.generated}
            columns = [field.column for field in event._meta.concrete_fields if field.column in own]
            schema_editor.execute(
                BEGIN.format(
                    event=event._meta.db_table,
                    table=model._meta.db_table,
                    columns=", ".join(schema_editor.quote_name(column) for column in columns),
                )
            )

    return begin
