"""What is said when nothing better can be: a page to people, problem details to programs."""

from django.views import defaults

from violence_plan.api.problems import problem

API = "/api/"


def bad_request(request, exception):
    """400: what was sent could not be read at all, or came under a host name that is not ours."""
    if request.path.startswith(API):
        return problem(
            request, status=400, detail="Something in the address, or in what was sent, is not as it should be."
        )
    return defaults.bad_request(request, exception)


def not_found(request, exception):
    """404: no address of the portal."""
    if request.path.startswith(API):
        return problem(request, status=404)
    return defaults.page_not_found(request, exception)


def server_error(request):
    """500: nobody foresaw it. The log says what it was, the answer never does; asks no database."""
    if request.path.startswith(API):
        return problem(request, status=500, detail="The fault is ours, not yours. It has been noted; try again later.")
    return defaults.server_error(request)
