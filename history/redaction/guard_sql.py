"""SQL that knows redacted words again by keyed digests, and refuses a row that would bring them back."""

GUARD = """
-- The key of the digests, as HMAC's two pads; nothing but the functions below reads it.
CREATE TABLE history_redaction_key (
    id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    inner_pad bytea NOT NULL CHECK (length(inner_pad) = 64),
    outer_pad bytea NOT NULL CHECK (length(outer_pad) = 64)
);

CREATE FUNCTION history_redaction_make_key() RETURNS void LANGUAGE plpgsql AS $body$
DECLARE
    secret bytea := sha256(
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
    );
    inner_pad bytea := secret || decode(repeat('00', 32), 'hex');
    outer_pad bytea := inner_pad;
BEGIN
    IF EXISTS (SELECT FROM history_redaction_key) THEN
        RETURN;
    END IF;
    FOR at IN 0 .. 63 LOOP
        inner_pad := set_byte(inner_pad, at, get_byte(inner_pad, at) # 54);
        outer_pad := set_byte(outer_pad, at, get_byte(outer_pad, at) # 92);
    END LOOP;
    INSERT INTO history_redaction_key (inner_pad, outer_pad) VALUES (inner_pad, outer_pad);
END $body$;

CREATE FUNCTION history_redaction_digest(key history_redaction_key, words text[]) RETURNS text
LANGUAGE sql STABLE AS $body$
    SELECT encode(sha256(key.outer_pad || sha256(
        key.inner_pad || convert_to(array_to_string(words, ' '), 'UTF8')
    )), 'hex')
$body$;

-- The redactions of which words stand in a text, with the words.
CREATE FUNCTION history_redacted_in(said text) RETURNS TABLE (redaction bigint, passage text[], marker text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    key history_redaction_key;
    heard text[];
BEGIN
    IF coalesce(said, '') = '' OR NOT EXISTS (SELECT FROM history_redaction r WHERE r.digest <> '') THEN
        RETURN;
    END IF;
    SELECT * INTO key FROM history_redaction_key;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'The key of the redactions is gone: put it back with reapply_redactions.';
    END IF;
    heard := history_words(said);
    RETURN QUERY
        SELECT r.id, heard[at : at + l.words - 1], r.marker::text
        FROM (SELECT DISTINCT d.words FROM history_redaction d WHERE d.digest <> '') l
        CROSS JOIN LATERAL generate_series(1, cardinality(heard) - l.words + 1) at
        JOIN history_redaction r ON r.words = l.words
            AND r.digest = history_redaction_digest(key, heard[at : at + l.words - 1]);
END $body$;

-- Asked before each row is written: of the texts that are new, none may hold redacted words.
CREATE FUNCTION history_refuse_redacted() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    held record;
    before jsonb := CASE TG_OP WHEN 'UPDATE' THEN to_jsonb(OLD) ELSE '{}' END;
BEGIN
    IF NOT EXISTS (SELECT FROM history_redaction WHERE digest <> '') THEN
        RETURN NEW;
    END IF;
    SELECT n.key, r.marker INTO held
    FROM jsonb_each(to_jsonb(NEW)) n CROSS JOIN LATERAL history_redacted_in(n.value #>> '{}') r
    WHERE jsonb_typeof(n.value) = 'string' AND n.value IS DISTINCT FROM before -> n.key LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME,
            COLUMN = held.key,
            MESSAGE = TG_TABLE_NAME || '.' || held.key || ' holds words that were ' || btrim(held.marker, '[]'),
            HINT = 'Take them out: redacted words do not come back.';
    END IF;
    RETURN NEW;
END $body$;

-- What was decided stays in the log as it was decided.
CREATE FUNCTION history_redaction_decided() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION USING MESSAGE = 'a redaction that was decided is never changed or deleted',
        ERRCODE = 'check_violation', CONSTRAINT = 'history_redaction_decided', TABLE = TG_TABLE_NAME;
END $body$;
CREATE TRIGGER history_redaction_decided BEFORE UPDATE OR DELETE ON history_redaction
    FOR EACH ROW WHEN (OLD.state <> 'asked') EXECUTE FUNCTION history_redaction_decided();
CREATE TRIGGER history_redaction_never_emptied BEFORE TRUNCATE ON history_redaction
    FOR EACH STATEMENT EXECUTE FUNCTION history_redaction_decided();
"""
DROP_GUARD = """
DROP TRIGGER history_redaction_never_emptied ON history_redaction;
DROP TRIGGER history_redaction_decided ON history_redaction;
DROP FUNCTION history_redaction_decided(); DROP FUNCTION history_refuse_redacted();
DROP FUNCTION history_redacted_in(text); DROP FUNCTION history_redaction_digest(history_redaction_key, text[]);
DROP FUNCTION history_redaction_make_key(); DROP TABLE history_redaction_key;
"""
