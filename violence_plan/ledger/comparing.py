"""What a ledger says, held against what its readers could pull now."""

from violence_plan.models import Entry


def compare(ledger, pull, plan=""):
    """Write into `ledger`, without a number yet, what differs in the list `pull`, of one plan where it is of plans."""
    entries = ledger.entries.filter(resource=pull.name)
    missed = set(entries.filter(plan=plan, gone=False).values_list("key", flat=True))
    for rows in pull.parts(plan):
        keys = [row.key for row in rows]
        write(ledger, pull.name, plan, rows, told={entry.key: entry for entry in entries.filter(key__in=keys)})
        missed.difference_update(keys)
    take_out(entries.filter(plan=plan, key__in=missed))


def write(ledger, resource, plan, rows, told):
    """Write those of `rows` that `told`, entries by key, has not, or has otherwise."""
    Entry.objects.bulk_create(
        [
            Entry(
                ledger=ledger,
                resource=resource,
                key=row.key,
                plan=plan,
                row_id=row.id,
                row=row.text,
                first_number=told[row.key].first_number if row.key in told and not told[row.key].gone else None,
            )
            for row in rows
            if row.key not in told or told[row.key].row != row.text
        ],
        update_conflicts=True,
        unique_fields=["ledger", "resource", "key"],
        update_fields=["plan", "row_id", "row", "gone", "turn", "first_number", "number"],
    )


def take_out(entries):
    """Keep of `entries`, a queryset, that they are gone, and nothing more."""
    entries.filter(gone=False).update(gone=True, row="", turn=None, number=None)
