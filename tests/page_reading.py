"""Pages as a reader sees them."""

from html.parser import HTMLParser

INLINE = {"a", "b", "del", "ins", "span", "strong"}


class Reading(HTMLParser):
    """Collects the text of a page's main part, what stands in boxes of its own apart, and where its links lead."""

    def __init__(self):
        super().__init__()
        self.depth, self.pieces, self.links = 0, [], []

    def handle_starttag(self, tag, attributes):
        self.depth += tag == "main"
        self.set_apart(tag)
        if self.depth and tag == "a":
            self.links.append(dict(attributes)["href"])

    def handle_endtag(self, tag):
        self.set_apart(tag)
        self.depth -= tag == "main"

    def set_apart(self, tag):
        if tag not in INLINE:
            self.pieces.append(" ")

    def handle_data(self, data):
        if self.depth:
            self.pieces.append(data)


def read(response):
    """What is read in the main part of a page, white space folded to one space."""
    reading = Reading()
    reading.feed(response.content.decode())
    return " ".join("".join(reading.pieces).split())


def links(response):
    """The addresses that the main part of a page links to, in order."""
    reading = Reading()
    reading.feed(response.content.decode())
    return reading.links
