"""The way in: a folder of tables becomes a plan, whole or not at all."""

from dataclasses import dataclass

import pghistory
from django.db import IntegrityError, transaction

from tables.formats import CSV, TableError
from tables.results import MOST_PROBLEMS, problems_of
from violence_plan.source_tables import FILES, PLAN_FILE, SOURCE_TABLES


class LoadError(Exception):
    """A folder that cannot be loaded; `problems` are sentences that name file, row, column and mend."""

    def __init__(self, problems):
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Loaded:
    """What became of one table: how many rows were added, changed, unchanged, and how many the file does not hold."""

    file: str
    added: int
    changed: int
    unchanged: int
    left_over: int


def load_folder(*, folder, report):
    """Load the plan in `folder`, a Path, in one transaction, and return its short name.

    `report` is called with a Loaded for each table of the folder, and for each without a file of which the database
    holds rows of the plan. Raises LoadError where anything is wrong; nothing is written then.
    """
    datasets = read_folder(folder)
    slug = plan_of(datasets)
    try:
        with transaction.atomic(), pghistory.context(source="import", file=folder.name):
            for table in SOURCE_TABLES:
                loaded = load_table(table, datasets.get(table.file), slug)
                if table.file in datasets or loaded.left_over:
                    report(loaded)
    except IntegrityError as error:
        raise LoadError([f"The database refused the tables: {error}"]) from error
    return slug


def read_folder(folder):
    """The tables of `folder` as datasets by file name, shared ones from the folder above where it has none itself."""
    if not folder.is_dir():
        raise LoadError([f"{folder} is no folder. Give the folder of one plan, with its {PLAN_FILE}."])
    if not (folder / PLAN_FILE).is_file():
        raise LoadError([f"{folder} has no {PLAN_FILE}, so it is no plan's folder. Give the folder of one plan."])
    problems = [
        f"{path.name} is none of a plan's tables. Rename it to one of them, or take it out of the folder: "
        f"{', '.join(FILES)}."
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in (".csv", ".xlsx") and path.name not in FILES
    ]
    datasets = {}
    for table in SOURCE_TABLES:
        places = [folder, folder.resolve().parent] if table.shared else [folder]
        path = next((place / table.file for place in places if (place / table.file).is_file()), None)
        if path:
            try:
                datasets[table.file] = CSV().create_dataset(path.read_bytes())
            except (TableError, OSError) as error:
                problems.append(f"{table.file}: {error}")
    if problems:
        raise LoadError(problems)
    return datasets


def plan_of(datasets):
    """The short name of the one plan that all tables are about; raises LoadError where they name another."""
    plans = datasets[PLAN_FILE]
    if len(plans) != 1:
        raise LoadError([f"{PLAN_FILE}: one folder is one plan, but the table has {len(plans)} rows. Keep one."])
    slug = plans.dict[0].get("slug")
    if not slug:
        raise LoadError(
            [f"{PLAN_FILE}: row 2, column slug: there is none, or it is empty. Give the plan a short name."]
        )
    others = [
        f"{table.file}: row {number}, column plan: “{cell}” is not the plan of this folder. Write {slug}."
        for table in SOURCE_TABLES
        if not table.shared and table.file in datasets and "plan" in datasets[table.file].headers
        for number, cell in enumerate(datasets[table.file]["plan"], start=2)
        if cell != slug
    ]
    if others:
        raise LoadError(others[:MOST_PROBLEMS])
    return slug


def load_table(table, dataset, slug):
    """Load one table, where there is a `dataset`, and return what became of it; raises LoadError."""
    resource = table.resource()
    if dataset is None:
        return Loaded(table.file, 0, 0, 0, 0 if table.shared else resource.of_plans([slug]).count())
    result = resource.import_data(dataset, use_transactions=True, rollback_on_validation_errors=True)
    problems = problems_of(result)
    if problems:
        raise LoadError([f"{table.file}: {problem[0].lower()}{problem[1:]}" for problem in problems])
    left_over = 0 if table.shared else resource.of_plans([slug]).count() - len(dataset)
    return Loaded(table.file, result.totals["new"], result.totals["update"], result.totals["skip"], left_over)
