"""In which of its forms a reader takes an answer: compressed by brotli or gzip, or as it is."""

import gzip
import re
from functools import lru_cache

import brotli

# The first of those that a reader likes best is given; "" is the answer as it is, which no reader has to name.
COMPRESS = {
    "br": lambda content: brotli.compress(content, quality=5),
    "gzip": lambda content: gzip.compress(content, compresslevel=6, mtime=0),
}
AS_IT_IS = ""
LEAST = 0.0001  # less than any weight that a reader can give, other than none
SHORTEST = 200  # bytes that are worth it
WEIGHT = re.compile(r"\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*", re.ASCII)


@lru_cache(maxsize=256)
def chosen(accepted):
    """The name of the form that somebody likes best whose Accept-Encoding header is `accepted`."""
    weights = dict(weighed(part) for part in accepted.lower().split(","))
    others = weights.get("*", 0)
    liked = {name: weights.get(name, others) for name in COMPRESS} | {AS_IT_IS: weights.get("identity", LEAST)}
    return max(liked, key=liked.get)


def weighed(part):
    """The name and the weight that one part of the header gives it; none where it cannot be read."""
    name, separator, weight = part.partition(";")
    found = WEIGHT.fullmatch(weight)
    return name.strip(), float(found[1]) if found else 0 if separator else 1


def compressed(content, name):
    """The bytes of `content` in the form of that name; None where they would be no fewer."""
    if name == AS_IT_IS or len(content) < SHORTEST:
        return None
    shorter = COMPRESS[name](content)
    return shorter if len(shorter) < len(content) else None
