"""Addresses whose answer is always the whole of something."""

from functools import wraps

from tables.parameters import refused
from violence_plan.errors import plain_page


def takes_no_query(view):
    """The view, which answers 400 to any query string: nobody is to take the whole for the part that was asked for."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        problems = [message for messages in refused(request.GET, filters={}).values() for message in messages]
        if problems:
            return plain_page(400, reason=f"{problems[0]} This address always gives the whole.")
        return view(request, *args, **kwargs)

    return answer
