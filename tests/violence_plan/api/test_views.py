"""Where everything is, and how it is described."""

import json
import re

import pytest

from violence_plan.api.lists import LISTS
from violence_plan.api.views import description

pytestmark = pytest.mark.django_db


def test_the_root_says_where_everything_is(client):
    answer = client.get("/api/v1/").json()

    assert answer == {
        name: f"http://testserver/api/v1/{name}/" for name in (*LISTS, "alignment", "gaps", "changes", "schema", "docs")
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


def test_the_docs_page_needs_no_script_asks_nobody_else_and_remembers_nobody(client):
    response = client.get("/api/v1/docs/", headers={"accept": "text/html"})
    page = response.content.decode()

    assert response.status_code == 200
    assert response["Content-Security-Policy"] == client.get("/help/")["Content-Security-Policy"]
    page = page.replace('<link rel="canonical" href="http://testserver/api/v1/docs/">', "")  # its own address
    assert re.findall(r"<script|<style| style=| on[a-z]+=|(?:src|href|action)=\"https?:", page) == []
    assert '<a href="/api/v1/schema/">' in page
    assert not response.cookies


def test_the_docs_page_describes_endpoints_parameters_objects_and_errors(client):
    page = " ".join(client.get("/api/v1/docs/", headers={"accept": "text/html"}).content.decode().split())

    assert '<h3>Actions <code class="endpoint__path">/api/v1/actions/</code></h3>' in page
    assert 'Answer: <a href="#object-Action">page of Action</a>. <a href="/api/v1/actions/">' in page
    assert "For example: <code>/api/v1/plans/hackney-single-violence-plan/</code>" in page
    assert '<th scope="row"><code>code</code> <span class="fields__kind">text, in the address</span></th>' in page
    assert '<td>Rows per page, from 1 to 1000. <span class="fields__kind">50 if not given.</span></td>' in page
    assert '<span class="fields__kind">One of <code>false</code>, <code>true</code>.</span>' in page
    assert '<a href="#object-Alignment">list of Alignment</a>' in page
    assert "<h3>406</h3> <p>The Accept header leaves no format that this address has.</p>" in page
    assert "&quot;ref&quot;: &quot;5.1.2&quot;" in page
