"""What an answer says of itself where it holds rows that are closed to the public: the header Content-Handling."""

HEADER = "Content-Handling"
CLOSED = {"access": "exempt", "handling": "official_sensitive"}  # the mark of a row by the name of its field


def handling_of(rows):
    """The marks that anything in `rows`, dicts and lists of what JSON can hold, bears, in the order of CLOSED."""
    found, left = set(), [rows]
    while left:
        each = left.pop()
        if isinstance(each, dict):
            found |= {mark for name, mark in CLOSED.items() if each.get(name) == mark}
            left += each.values()
        elif isinstance(each, list):
            left += each
    return [mark for mark in CLOSED.values() if mark in found]


def handling_in(text):
    """As handling_of(), of rows that are JSON already, written without blanks."""
    return [mark for name, mark in CLOSED.items() if f'"{name}":"{mark}"' in text]


def said_in_header(marks):
    """The headers of an answer with rows that bear `marks`, by name; none where it has none."""
    return {HEADER: ", ".join(marks)} if marks else {}
