"""Where everything is, and how it is described."""

import json
import re

import pytest

from violence_plan.api.views import description

pytestmark = pytest.mark.django_db


def test_the_root_says_where_everything_is(client):
    answer = client.get("/api/v1/").json()

    assert answer == {
        name: f"http://testserver/api/v1/{name}/"
        for name in ("plans", "strategies", "actions", "partners", "principles", "alignment", "schema", "docs")
    }


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", "application/json"),
        ("text/html,*/*;q=0.8", "application/json"),
        ("application/json", "application/json"),
        ("application/vnd.oai.openapi+json", "application/vnd.oai.openapi+json"),
        ("application/vnd.oai.openapi", "application/vnd.oai.openapi; charset=utf-8"),
        ("application/yaml", "application/yaml; charset=utf-8"),
    ],
)
def test_the_description_comes_as_json_or_yaml(client, accept, content_type):
    response = client.get("/api/v1/schema/", headers={"accept": accept})

    assert (response.status_code, response["Content-Type"]) == (200, content_type)
    if "json" in content_type:
        assert json.loads(response.content) == json.loads(json.dumps(description()))
    else:
        assert response.content.startswith(b"openapi: 3.1.1\n")


def test_the_docs_page_has_no_inline_code_and_asks_nobody_else(client):
    response = client.get("/api/v1/docs/", headers={"accept": "text/html"})
    page = response.content.decode()

    assert response.status_code == 200
    assert response["Content-Security-Policy"] == client.get("/help/")["Content-Security-Policy"]
    assert re.findall(r"<script(?! src=\"/)|<style| style=| on[a-z]+=|https?://", page) == []
    assert re.findall(r'<script src="([^"]+)"', page) == [
        "/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js",
        "/api/v1/docs/?script=",
    ]
    assert '<a class="govuk-link" href="/api/v1/schema/">' in page


def test_the_docs_script_draws_our_description(client):
    response = client.get("/api/v1/docs/?script=", headers={"accept": "*/*"})

    assert response["Content-Type"] == "application/javascript"
    assert b'url: "/api/v1/schema/"' in response.content.replace(rb"\u002D", b"-")
    assert b"validator" in response.content
    assert b"csrf" not in response.content.lower()
    assert not response.cookies
