"""What the API says when it cannot answer: problem details as in RFC 9457, the same for every error."""

from http import HTTPStatus

from django.http import Http404, JsonResponse
from django.utils.encoding import escape_uri_path
from rest_framework.exceptions import MethodNotAllowed, NotAcceptable, NotFound, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.views import exception_handler

SENTENCES = {
    MethodNotAllowed: "This API only reads. Use GET or HEAD.",
    NotAcceptable: "There is no such format here. Ask for application/json, or send no Accept header.",
}
NOT_HERE = "There is nothing at this address, or nothing that you may see."


class ProblemRenderer(JSONRenderer):
    """Writes problem details, whatever format the request asked for."""

    media_type = "application/problem+json"


def described(request, status):
    """What every problem document says of an answer of this `status` to `request`, but for its `detail`."""
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "instance": escape_uri_path(request.path),
    }


def problem(request, *, status, detail=NOT_HERE):
    """The response to a `request` that reached no view of the API, or broke one: problem details."""
    document = described(request, status) | {"detail": detail}
    return JsonResponse(document, status=status, content_type=ProblemRenderer.media_type)


def wrong_parameters(request, errors):
    """The response to a `request` whose parameters are wrong: problem details with the `errors`, sentences by name."""
    document = described(request, 400) | explained(ValidationError(errors))
    return JsonResponse(document, status=400, content_type=ProblemRenderer.media_type)


def answer_problem(exception, context):
    """The response to an `exception` of a view: problem details, or None where it is none that the API foresees.

    `errors` has messages by parameter name where the query string is to blame, and is left out otherwise.
    """
    if isinstance(exception, Http404):
        exception = NotFound(NOT_HERE)
    response = exception_handler(exception, context)
    if response is None:
        return None
    request = context["request"]
    request.accepted_renderer = ProblemRenderer()
    request.accepted_media_type = ProblemRenderer.media_type
    response.data = described(request, response.status_code) | explained(exception)
    return response


def explained(exception):
    """`detail`, a sentence, and where parameters are to blame `errors`, messages by name, of an APIException."""
    if isinstance(exception.detail, dict):
        sentences = [f"{name}: {message}" for name, messages in exception.detail.items() for message in messages]
        return {"detail": " ".join(sentences), "errors": exception.detail}
    return {"detail": SENTENCES.get(type(exception), exception.detail)}
