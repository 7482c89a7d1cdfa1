"""How an answer says in itself that some of it is closed to the public, as it does in the header Content-Handling."""

from rest_framework import serializers

from access.handling import CLOSED

CLOSED_FIELD = "closed"
MEANING = "What some row of it is that the public does not read: exempt, official_sensitive. Else empty."
# The same in the description of a page of rows, which no serializer describes.
CLOSED_SCHEMA = {
    "type": "array",
    "items": {"type": "string", "enum": [*CLOSED.values()]},
    "description": MEANING,
    "example": [],
}


class ClosedField(serializers.ListField):
    """What handling_of() finds in the rows of an answer."""

    def __init__(self, **kwargs):
        marks = serializers.ChoiceField([(mark, mark) for mark in CLOSED.values()])
        super().__init__(**{"child": marks, "help_text": MEANING} | kwargs)
