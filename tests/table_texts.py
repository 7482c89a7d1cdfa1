"""Tables as text: what stands in a test is what stands in a file."""

from tables.formats import CSV
from tables.results import problems_of


def load(resource, text):
    """Import the CSV `text`; what became of its rows: (added, changed, unchanged), or the problems, a list."""
    result = resource().import_data(CSV().create_dataset(text), rollback_on_validation_errors=True)
    return problems_of(result) or (result.totals["new"], result.totals["update"], result.totals["skip"])


def dump(resource, plan=None):
    """The table of a resource as CSV, of one plan where its short name is given."""
    return CSV().export_data(resource().export(plan=plan))
