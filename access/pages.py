"""Which pages are more than read."""


def writes(view):
    """A decorator of views: a page that also takes what is sent to it (POST); all others refuse it."""
    view.writes = True
    return view
