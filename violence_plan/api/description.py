"""What the OpenAPI description says of every endpoint alike: what it always answers, and its errors."""

PROBLEM = {
    "type": "object",
    "description": "Problem details as in RFC 9457.",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {
            "type": "string",
            "const": "about:blank",
            "description": "There is nothing to read about it elsewhere.",
        },
        "title": {"type": "string", "description": "The status in words."},
        "status": {"type": "integer", "description": "The HTTP status."},
        "detail": {"type": "string", "description": "What is wrong, in a sentence for people."},
        "instance": {"type": "string", "format": "uri-reference", "description": "The path that was asked for."},
        "errors": {
            "type": "object",
            "description": "Where parameters are to blame: what is wrong with each, by its name.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
}
ERRORS = {
    400: (
        "BadRequest",
        "A parameter is unknown, given twice, or has a value that means nothing.",
        {
            "type": "about:blank",
            "title": "Bad Request",
            "status": 400,
            "detail": "no_lead: Choose one of: true, false.",
            "errors": {"no_lead": ["Choose one of: true, false."]},
            "instance": "/api/v1/actions/",
        },
    ),
    401: (
        "Unauthorized",
        "The Authorization header shows no key that works. Without that header, everybody may read what is public.",
        {
            "type": "about:blank",
            "title": "Unauthorized",
            "status": 401,
            "detail": "This key is not known here, or was revoked. Ask whoever gave it to you for another.",
            "instance": "/api/v1/actions/",
        },
    ),
    404: (
        "NotFound",
        "There is nothing at this address, or nothing that you may see; or the list has no such page.",
        {
            "type": "about:blank",
            "title": "Not Found",
            "status": 404,
            "detail": "page: There is no page 9: this list has 3 pages.",
            "errors": {"page": ["There is no page 9: this list has 3 pages."]},
            "instance": "/api/v1/actions/",
        },
    ),
    406: (
        "NotAcceptable",
        "The Accept header leaves no format that this address has.",
        {
            "type": "about:blank",
            "title": "Not Acceptable",
            "status": 406,
            "detail": "There is no such format here. Ask for application/json, or send no Accept header.",
            "instance": "/api/v1/actions/",
        },
    ),
    410: (
        "Gone",
        "No way leads from the cursor to today. Forget the copy and begin again, without `since`.",
        {
            "type": "about:blank",
            "title": "Gone",
            "status": 410,
            "detail": "From this cursor no way leads to today: it is older than what is kept, or of another database. "
            "Forget the copy and pull everything again, without since.",
            "instance": "/api/v1/changes/",
        },
    ),
    429: (
        "TooManyRequests",
        "Too many requests came within a minute. The header Retry-After says in how many seconds to come again; "
        "RateLimit, on every answer, how many are left (r) and for how many seconds (t).",
        {
            "type": "about:blank",
            "title": "Too Many Requests",
            "status": 429,
            "detail": "Too many requests came from you at once. Wait 17 seconds.",
            "instance": "/api/v1/actions/",
        },
    ),
}
ONLY_AT = {410: "/api/v1/changes/"}  # every other error may come from anywhere
TABLE = "text/csv"
A_TABLE = {
    "type": "string",
    "description": "Comma-separated values in UTF-8: the names of the fields, then a line for each row. Of an object "
    "within a row each field has a column, named as in strategy.ref; a list stands in one cell, with “; ” between its "
    "rows. A cell that a spreadsheet would run begins with an apostrophe.",
}


def complete(result, **kwargs):
    """Complete the OpenAPI description `result` by what all operations have in common, and return it.

    Everything is only read, so that every field is always there, unless `fields` chose some; and every operation may
    end in the same errors, but for those in ONLY_AT. An empty value in a query is one not given (tables/parameters.py).
    """
    components = result["components"]
    for schema in components["schemas"].values():
        describe_fields(schema)
    for name in rows_of(result):
        del components["schemas"][name]["required"]
    components["schemas"]["Problem"] = PROBLEM
    components["responses"] = {
        name: {
            "description": text,
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
            },
        }
        for name, text, example in ERRORS.values()
    }
    for path, operations in result["paths"].items():
        for operation in operations.values():
            operation["responses"]["200"]["description"] = operation["summary"] + "."
            operation.get("parameters", []).sort(key=lambda one: one["in"] != "path")
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "query":
                    parameter["allowEmptyValue"] = True
            if {"fields", "page"} <= {one["name"] for one in operation.get("parameters", [])}:
                operation["responses"]["200"]["content"][TABLE] = {"schema": A_TABLE}
            for status, (name, *_) in ERRORS.items():
                if ONLY_AT.get(status, path) == path:
                    operation["responses"][str(status)] = {"$ref": f"#/components/responses/{name}"}
    return result


def rows_of(result):
    """The names of the schemas of single rows, of which `fields` may choose some fields."""
    for operations in result["paths"].values():
        for operation in operations.values():
            names = {one["name"] for one in operation.get("parameters", [])}
            if "fields" in names and "page" not in names:
                answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
                yield answer["$ref"].rpartition("/")[2]


def describe_fields(schema):
    """Complete the schema of an object; that of a choice has no fields."""
    fields = schema.get("properties", {})
    for field in fields.values():
        field.pop("readOnly", None)
    if fields:
        schema["required"] = list(fields)
    if "results" in fields:
        fields["results"]["description"] = "The rows of this page."
