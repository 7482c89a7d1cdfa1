"""The tables of a plan as “CSV on the Web” describes them: columns, types, keys and how tables name each other's rows.

All of it is read off the resources and their models; the words are those of <https://www.w3.org/TR/tabular-metadata/>.
"""

from inspect import getdoc

from tables.cells import Day, Narrowing, Number, OneOf, Reference, Uid, Whole, YesNo
from violence_plan.source_tables import OPEN_TABLES

METADATA_FILE = "csv-metadata.json"
MEDIA_TYPE = "application/csvm+json"
CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}]
DATATYPES = {
    Day: {"base": "date", "format": "yyyy-MM-dd"},
    # No decimal: one below nought begins with a minus sign, so it has an apostrophe in front as any other cell has.
    Number: {"base": "string", "format": "^('-)?[0-9]+(\\.[0-9]+)?$"},
    Uid: {"base": "string", "format": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},
    Whole: {"base": "nonNegativeInteger"},
    YesNo: {"base": "boolean", "format": "true|false"},
}
NOTES = (
    "These are the published rows. The names of private persons are withheld.",
    "A cell that begins with =, +, -, @, a tab, a carriage return or an apostrophe has one apostrophe in front of it: "
    "no spreadsheet is to run it.",
    "An alignment inherited from a row that is not published is left out.",
)
TABLES = {table.resource._meta.model: table for table in OPEN_TABLES.values()}


def described(plan, changed):
    """The metadata document of the tables of a Plan, last changed at that time, as what JSON can hold."""
    stated = {"dc:license": plan.licence, "dc:source": plan.source_title, "dc:coverage": plan.area}
    return {
        "@context": CONTEXT,
        "dc:title": f"{plan.title}, {plan.area}",
        **{name: words for name, words in stated.items() if words},
        "dc:modified": {"@value": changed.isoformat(timespec="seconds"), "@type": "xsd:dateTime"},
        "notes": [{"rdfs:comment": note} for note in NOTES],
        "tables": [described_table(table) for table in OPEN_TABLES.values()],
    }


def described_table(table):
    """One table of the document: its file, what a row is, columns, key, and the tables whose rows it names."""
    resource = table.resource
    links = [link for column, _ in resource.described() if (link := link_of(resource, column))]
    return {
        "url": table.file,
        "dc:title": title_of(table),
        "dc:description": text_of(table),
        "tableSchema": {
            "columns": [described_column(resource, column, field) for column, field in resource.described()],
            "primaryKey": resource.key(),
            "foreignKeys": links,
        },
    }


def title_of(table):
    """What the rows of a SourceTable are called: “Progress updates”."""
    return str(table.resource._meta.model._meta.verbose_name_plural).capitalize()


def text_of(table):
    """What one row of a SourceTable is, in the words of its model."""
    return " ".join(getdoc(table.resource._meta.model).partition("\n\n")[0].split())


def described_column(resource, column, field):
    """One column: its name, what it says, its type, and whether a cell may be empty."""
    words = {
        "name": column.column_name,
        "titles": column.column_name,
        "dc:description": words_of(resource, column, field),
        "datatype": datatype(column.widget),
    }
    if isinstance(column.widget, YesNo):
        return words | {"default": "false"}
    return words | {"required": field is None or not (field.blank or field.null)}


def words_of(resource, column, field):
    """What a column holds, in words: its own, else the field's; what there is to choose; the row that it names."""
    words = resource.open_words.get(column.column_name) or (field.help_text if field else "")
    if isinstance(column.widget, OneOf):
        words = f"{words} One of: {', '.join(column.widget.words)}."
    if found := target(resource, column):
        model, key, _ = found
        known = named(model, key)
        words = f"{words} The row of {TABLES[model].file} with this {known or key}."
        if not known:
            words = f"{words} {model._meta.get_field(key).help_text}"
    return words.strip() or f"{str(field.verbose_name).capitalize()}."


def datatype(widget):
    """The type of what a cell holds, by its widget: a choice by its words, a text where nothing else is known."""
    if isinstance(widget, OneOf):
        return {"base": "string", "format": f"^({'|'.join(widget.words)})$"}
    return DATATYPES.get(type(widget), {"base": "string"})


def target(resource, column):
    """The model whose row a column names, the field it is named by, and the columns that say where; None of others."""
    if isinstance(column.widget, Reference):
        return column.widget.model, column.widget.key, list(column.widget.within)
    if isinstance(column, Narrowing):
        *steps, key = column.columns[0].attribute.split("__")
        model = resource._meta.model
        for step in steps:
            model = model._meta.get_field(step).related_model
        return model, key, []
    return None


def link_of(resource, column):
    """The foreign key of a column; None where it names no row, or by what its table spells in several columns."""
    if not (found := target(resource, column)):
        return None
    model, key, within = found
    if not (name := named(model, key)):
        return None
    return {
        "columnReference": [*within, column.column_name],
        "reference": {"resource": TABLES[model].file, "columnReference": [*within, name]},
    }


def named(model, key):
    """The column that holds the field `key` in the table of `model`; None where its table has no such column."""
    return next((there.column_name for there, _ in TABLES[model].resource.described() if there.attribute == key), None)
