"""What the portal keeps of texts outside the tables of a plan follows a redaction, too."""

from django.db import migrations

ELSEWHERE = """
CREATE OR REPLACE FUNCTION history_redact_elsewhere(passage text[], marker text) RETURNS bigint
LANGUAGE plpgsql AS $body$
DECLARE
    wanted text := ' ' || array_to_string(passage, ' ') || ' ';
    address text := array_to_string(history_words_in_address(passage), '-');
    entries bigint;
    addresses bigint;
    files bigint;
BEGIN
    -- Told in other words than the row's own, an entry is written anew, as a change, before anybody is told of it.
    UPDATE violence_plan_entry SET row = history_json_without(history_as_json(row), passage, marker)::text
    WHERE row <> '' AND strpos(history_said_in_json(history_as_json(row)), wanted) > 0;
    GET DIAGNOSTICS entries = ROW_COUNT;
    UPDATE violence_plan_entry SET row = '{}' WHERE length(address) > 2 AND strpos(row, address) > 0;
    GET DIAGNOSTICS addresses = ROW_COUNT;
    UPDATE violence_plan_ledger SET turn = NULL, seen = '{}';
    -- A file that waits may hold the words however it is packed; its officer uploads it anew, without them.
    DELETE FROM tables_upload;
    GET DIAGNOSTICS files = ROW_COUNT;
    RETURN entries + addresses + files;
END $body$;
CREATE OR REPLACE FUNCTION history_stands_elsewhere(passage text) RETURNS jsonb LANGUAGE sql STABLE AS $body$
    SELECT jsonb_build_object(
        'search entries',
        (SELECT count(*) FROM actions_searchentry WHERE said @@ phraseto_tsquery('english', passage)),
        'entries of the change feed',
        (SELECT count(*) FROM violence_plan_entry
         WHERE row <> '' AND strpos(history_said_in_json(history_as_json(row)), history_said(passage)) > 0),
        'uploaded files, which all go', (SELECT count(*) FROM tables_upload)
    )
$body$;
"""
NOWHERE_ELSE = """
CREATE OR REPLACE FUNCTION history_redact_elsewhere(passage text[], marker text) RETURNS bigint LANGUAGE sql AS $body$
    SELECT 0::bigint
$body$;
CREATE OR REPLACE FUNCTION history_stands_elsewhere(passage text) RETURNS jsonb LANGUAGE sql STABLE AS $body$
    SELECT '{}'::jsonb
$body$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("violence_plan", "0002_secret_key_digest"),
        ("actions", "0014_not_redacted"),
        ("history", "0006_redactions"),
        ("tables", "0001_uploads"),
    ]

    operations = [migrations.RunSQL(ELSEWHERE, NOWHERE_ELSE)]
