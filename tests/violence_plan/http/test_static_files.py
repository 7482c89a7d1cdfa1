"""Without a list of the collected files pages name them plainly; with one, by their digests."""

import pytest

from violence_plan.http.static_files import ManifestStaticFiles

LIST = '{"version": "1.1", "paths": {"portal.css": "portal.1.css"}, "hash": ""}'


@pytest.mark.parametrize(
    ("manifest", "name"),
    [(None, "portal.css"), ('{"version": "1.1", "pa', "portal.css"), (LIST, "portal.1.css")],
    ids=["none", "damaged", "whole"],
)
def test_a_file_is_named(tmp_path, manifest, name):
    if manifest:
        (tmp_path / "staticfiles.json").write_text(manifest)
    assert ManifestStaticFiles(location=tmp_path, base_url="/static/").url("portal.css") == f"/static/{name}"


def test_a_file_that_a_whole_list_lacks_is_a_mistake_of_ours(tmp_path):
    (tmp_path / "staticfiles.json").write_text(LIST)
    with pytest.raises(ValueError, match="Missing staticfiles manifest entry for 'other.css'"):
        ManifestStaticFiles(location=tmp_path, base_url="/static/").url("other.css")
