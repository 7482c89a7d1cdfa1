"""The OpenAPI description as its readers need it: parts with their endpoints, the objects they answer, the errors."""

import json
from dataclasses import dataclass, replace

PAGE_OF = "Paginated"  # what drf-spectacular calls the schemas of pages; they differ in their rows alone
WORDS = {
    "string": "text",
    "integer": "whole number",
    "double": "number",
    "boolean": "true or false",
    "object": "object",
    "date": "date",
    "date-time": "date and time",
    "uuid": "UUID",
    "uri": "address",
    "uri-reference": "address",
    "binary": "file",
}


@dataclass(frozen=True)
class Field:
    """A field of an object, or a parameter: its name, kind and meaning.

    `target` names the object it holds, `choices` its only values. Of a parameter, `fallback` counts where it is not
    given, `in_path` is True where it is part of the address, and `repeats` where it may be given more than once.
    """

    name: str
    kind: str
    text: str
    target: str
    choices: tuple
    fallback: str = ""
    in_path: bool = False
    repeats: bool = False


@dataclass(frozen=True)
class Endpoint:
    """An address that can be read: what it takes, the kind of its `answer`, an `example` of it as JSON text ("" if
    there is none), and an `address` with the example's own values.
    """

    name: str
    path: str
    title: str
    text: str
    parameters: tuple
    answer: Field
    example: str
    address: str

    @property
    def is_whole(self):
        """True where the address itself can be opened: no part of it waits for a value."""
        return not any(parameter.in_path for parameter in self.parameters)


def parts(description):
    """The tags of an OpenAPI `description` as (name, text, endpoints), in its order."""
    operations = [(path, methods["get"]) for path, methods in description["paths"].items()]
    return [
        (
            tag["name"],
            tag["description"],
            [endpoint(*one, description) for one in operations if one[1]["tags"] == [tag["name"]]],
        )
        for tag in description["tags"]
    ]


def objects(description):
    """The objects of an OpenAPI `description` as (name, text, fields): the page of rows first, and only once."""
    schemas = description["components"]["schemas"]
    pages = [name for name in schemas if name.startswith(PAGE_OF)]
    names = pages[:1] + [name for name in schemas if name not in pages and "properties" in schemas[name]]
    return [
        (
            "Page" if name in pages else name,
            schemas[name].get("description", ""),
            [field(*one, description) for one in schemas[name]["properties"].items()],
        )
        for name in names
    ]


def errors(description):
    """The errors of an OpenAPI `description` as (status, text, example as JSON text)."""
    said = [(one["description"], one["content"].values()) for one in description["components"]["responses"].values()]
    return [(content["example"]["status"], text, shown(content["example"])) for text, [content] in said]


def endpoint(path, operation, description):
    """The Endpoint at `path`."""
    content = operation["responses"]["200"]["content"]
    answer = content.get("application/json") or next(iter(content.values()))
    example = next((one["value"] for one in answer.get("examples", {}).values()), None)
    said = operation.get("parameters", [])
    return Endpoint(
        name=operation["operationId"],
        path=path,
        title=operation["summary"],
        text=operation["description"],
        parameters=tuple(parameter(one, description) for one in said),
        answer=field("", answer["schema"], description),
        example=shown(example) if example else "",
        address=path.format(**{one["name"]: example_of(one, example) for one in said if one["in"] == "path"}),
    )


def example_of(parameter, answer):
    """A value of a parameter in an address: its own example, else what the example of the answer has of that name."""
    own = next((one["value"] for one in parameter.get("examples", {}).values()), None)
    return own or answer[parameter["name"]]


def parameter(said, description):
    """The Field of a parameter."""
    return replace(
        field(said["name"], said["schema"], description),
        text=said["description"].strip(),
        fallback=str(said["schema"].get("default", "")),
        in_path=said["in"] == "path",
        repeats=said["schema"]["type"] == "array" and said.get("explode", True),
    )


def field(name, schema, description):
    """The Field that a `schema` describes."""
    kind, target, choices = read(schema, description)
    return Field(name, kind, schema.get("description", ""), target, choices)


def read(schema, description):
    """Kind in words, name of the object it leads to ("" if none), and choices of a `schema`."""
    if "$ref" in schema:
        return referred(schema["$ref"].rpartition("/")[2], description)
    if "allOf" in schema:
        return read(schema["allOf"][0], description)
    if "oneOf" in schema:
        kind, *rest = read(schema["oneOf"][0], description)
        return f"{kind} or {'empty' if '$ref' in schema['oneOf'][1] else 'null'}", *rest
    if schema["type"] == "array":
        kind, *rest = read(schema["items"], description)
        return f"list of {kind}", *rest
    if isinstance(schema["type"], list):
        kind, *rest = read(schema | {"type": schema["type"][0]}, description)
        return f"{kind} or null", *rest
    return WORDS[schema.get("format", schema["type"])], "", tuple(schema.get("enum", ()))


def referred(name, description):
    """As `read`, of the schema with this `name`: a choice says its values, an object is led to."""
    schema = description["components"]["schemas"][name]
    if "enum" in schema:
        return read(schema, description)
    if name.startswith(PAGE_OF):
        row = schema["properties"]["results"]["items"]["$ref"].rpartition("/")[2]
        return f"page of {row}", row, ()
    return name, name, ()


def shown(value):
    """A value as JSON that reads well."""
    return json.dumps(value, indent=2, ensure_ascii=False)
