"""What a browser would post of a page's form, untouched."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    """Collects the fields of the forms on a page."""

    def __init__(self, form_id):
        super().__init__()
        self.form_id, self.inside, self.fields, self.select, self.text = form_id, False, {}, None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = self.form_id in (None, attrs.get("id"))
        if not self.inside or "disabled" in attrs:
            return
        name, kind = attrs.get("name"), attrs.get("type", "text")
        if tag == "input" and name and kind not in ("submit", "button"):
            if kind not in ("checkbox", "radio") or "checked" in attrs:
                self.fields.setdefault(name, []).append(attrs.get("value", "on" if kind == "checkbox" else ""))
        elif tag == "textarea":
            self.text = name
            self.fields[name] = [""]
        elif tag == "select":
            self.select, self.first = name, None
        elif tag == "option" and self.select:
            self.first = attrs.get("value", "") if self.first is None else self.first
            if "selected" in attrs:
                self.fields[self.select] = [attrs.get("value", "")]

    def handle_data(self, data):
        if self.text:
            self.fields[self.text][0] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.text:
            # The line break that follows the opening tag is no part of the text.
            self.fields[self.text][0] = self.fields[self.text][0].removeprefix("\r\n").removeprefix("\n")
            self.text = None
        elif tag == "select" and self.select:
            self.fields.setdefault(self.select, [self.first or ""])
            self.select = None


def form_of(response, form_id=None):
    """The fields of the form on the page: a dict to post, a list where a name has several values.

    Without `form_id` it is the form of the admin's page of a row.
    """
    return _posted(response, form_id or f"{response.context['opts'].model_name}_form")


def every_field(response):
    """The fields of all forms on the page together, as form_of gives those of one."""
    return _posted(response, None)


def _posted(response, form_id):
    parser = _Fields(form_id)
    parser.feed(response.content.decode())
    fields = {name: values if len(values) > 1 else values[0] for name, values in parser.fields.items()}
    return {name: value for name, value in fields.items() if "__prefix__" not in name}
