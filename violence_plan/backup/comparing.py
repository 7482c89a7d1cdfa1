"""How two manifests differ, in sentences that name the table and what differs."""


def differences(saved, found):
    """The sentences, none where the database `found` holds what was `saved`; both as `manifest.contents` gives them."""
    same_server = saved.get("server", "").split(".")[0] == found.get("server", "").split(".")[0]
    return [
        *of_tables(saved["tables"], found["tables"]),
        *of_sequences(saved["sequences"], found["sequences"]),
        *of_definitions(saved["definitions"], found["definitions"], in_words=same_server),
    ]


def of_tables(saved, found):
    """Of tables that lack, are too many, or hold other rows."""
    yield from lacking_or_more("Table", saved, found)
    for name in saved.keys() & found.keys():
        before, now = saved[name], found[name]
        if before["rows"] != now["rows"]:
            yield f"{name}: {before['rows']} rows were saved, {now['rows']} are there."
        elif before["digest"] != now["digest"]:
            others = [column for column, digest in before["columns"].items() if now["columns"].get(column) != digest]
            yield f"{name}: {now['rows']} rows as saved, but they say something else in {', '.join(others)}."


def of_sequences(saved, found):
    """Of sequences that would give a number again, or that stand where they never stood while it was saved."""
    yield from lacking_or_more("Sequence", saved, found)
    for name in saved.keys() & found.keys():
        first, last, now = saved[name]["value"], saved[name].get("until", saved[name]["value"]), found[name]["value"]
        if not first <= now <= last:
            between = f"{first}" if first == last else f"between {first} and {last}"
            yield f"{name}: the sequence stood at {between}, it is at {now}."
        elif now < found[name]["last"]:
            yield f"{name}: the sequence is at {now}, but a row has number {found[name]['last']}."


def of_definitions(saved, found, *, in_words):
    """Of columns, constraints, indexes, triggers, functions, views. Another major version words the same otherwise."""
    yield from lacking_or_more("The definition of", saved, found)
    for name in saved.keys() & found.keys() if in_words else ():
        if saved[name] != found[name]:
            yield f"The definition of {name} is another."


def lacking_or_more(kind, saved, found):
    """Of what is there on one side only."""
    for name in sorted(saved.keys() - found.keys()):
        yield f"{kind} {name} lacks."
    for name in sorted(found.keys() - saved.keys()):
        yield f"{kind} {name} is there, but was not saved."
