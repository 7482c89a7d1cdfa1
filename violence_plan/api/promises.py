"""What the API promises to those who built on it, sentence by sentence, read off its OpenAPI description.

A sentence that is said no longer breaks some program; a new one breaks none. All that were ever said stand in
`docs/api-promises.txt`, and a test fails where one of them is broken, or a new one is not written down.
"""

from itertools import chain

from django.conf import settings

FILE = settings.BASE_DIR / "docs" / "api-promises.txt"


class BrokenError(Exception):
    """What was promised is promised no longer; its argument is the list of these sentences."""


def written():
    """The sentences that stand in the file, as a set."""
    return set(FILE.read_text(encoding="utf-8").splitlines())


def promise(description):
    """Write down all that an OpenAPI `description` promises; returns the new sentences, in order.

    Raises BrokenError where it no longer promises what stands in the file; nothing is written then.
    """
    before, now = written(), promises(description)
    if broken := sorted(before - now):
        raise BrokenError(broken)
    FILE.write_text("".join(f"{sentence}\n" for sentence in sorted(now)), encoding="utf-8")
    return sorted(now - before)


def promises(description):
    """All that an OpenAPI `description` promises, as a set of sentences."""
    asked = (of_operation(path, way["get"]) for path, way in description["paths"].items())
    told = (of_schema(name, schema) for name, schema in description["components"]["schemas"].items())
    return {*chain.from_iterable(asked), *chain.from_iterable(told)}


def of_operation(path, operation):
    """What is promised of the address `path`."""
    taken = [one for one in operation.get("parameters", []) if one["in"] == "query"]
    needed = [one["name"] for one in taken if one.get("required")]
    yield f"{path} needs {', '.join(sorted(needed)) or 'no parameter'}"
    for parameter in taken:
        schema = parameter["schema"]
        yield f"{path} takes {parameter['name']}: {kind(schema)}"
        for value in schema.get("items", schema).get("enum", ()):
            yield f"{path} takes {parameter['name']}={value}"
    for media, content in operation["responses"]["200"]["content"].items():
        yield f"{path} answers {media}: {kind(content.get('schema', {}))}"
    for status in operation["responses"]:
        yield f"{path} answers {status}"


def of_schema(name, schema):
    """What is promised of the object, or the choice, of that `name`; what may be left out is promised to be."""
    for value in schema.get("enum", ()):
        yield f"{name} may be {value}"
    always = schema.get("required", ())
    for field, of in schema.get("properties", {}).items():
        yield f"{name}.{field} is {kind(of)}{'' if field in always else ', where it is given'}"


def kind(schema):
    """The kind of a `schema` in a word or two: the name of an object, list of it, a plain kind, or null."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    for several in ("allOf", "oneOf"):
        if several in schema:
            return " or ".join(kind(each) for each in schema[several])
    if schema.get("type") == "array":
        return f"list of {kind(schema['items'])}"
    kinds = schema.get("type", "anything")
    plain = kinds if isinstance(kinds, str) else " or ".join(kinds)
    return f"{plain} ({schema['format']})" if "format" in schema else plain
