"""Which pages are more than read, and what a page may be asked."""


def writes(view):
    """A decorator of views: a page that also takes what is sent to it (POST); all others refuse it."""
    view.writes = True
    return view


def asks(*names):
    """A decorator of views: a page whose query string may hold these parameters; all others are refused beforehand."""

    def decorated(view):
        view.asks = names
        return view

    return decorated
