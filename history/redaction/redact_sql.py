"""SQL of the one function that may change the past: it takes the words of a confirmed request out of everything.

It runs with the rights of whoever owns the tables (SECURITY DEFINER): only an owner can switch off the triggers that
keep history as it was, and they are on again before it ends.
"""

REDACT = """
CREATE FUNCTION history_redactable()
RETURNS TABLE (rows regclass, events regclass, texts text[], slugs text[], past_slugs text[])
LANGUAGE sql STABLE AS $body$
    -- Tables with a history, as their guards' arguments say: columns of text, addresses made of it, these in the past.
    SELECT t.tgrelid::regclass, to_regclass(quote_ident(c.relname || 'event')),
        string_to_array(nullif(said[1], ''), ','), string_to_array(nullif(said[2], ''), ','),
        string_to_array(nullif(said[3], ''), ',')
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    CROSS JOIN LATERAL string_to_array(encode(t.tgargs, 'escape'), '\\000') said
    WHERE t.tgfoid = 'history_refuse_redacted'::regproc ORDER BY c.relname
$body$;

CREATE FUNCTION history_redact_column(place regclass, key text, called text, passage text[], marker text)
RETURNS bigint LANGUAGE plpgsql AS $body$
DECLARE
    number bigint;
    held text;
    said text;
    another int;
    places bigint := 0;
    most int;
    dated text := '';
BEGIN
    SELECT nullif(a.atttypmod, -1) - 4 INTO most FROM pg_attribute a WHERE a.attrelid = place AND a.attname = called;
    IF EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = place AND a.attname = 'updated_at' AND key = 'id') THEN
        dated := ', updated_at = now()';
    END IF;
    FOR number, held IN EXECUTE format(
        'SELECT %1$I::bigint AS key, %2$I::text AS said FROM %3$s WHERE strpos(history_said(%2$I), $1) > 0',
        key, called, place
    ) USING ' ' || array_to_string(passage, ' ') || ' ' LOOP
        said := history_without(held, passage, marker);
        IF length(said) > most THEN
            said := marker;  -- there is no room for the rest
        END IF;
        another := 1;
        LOOP
            BEGIN
                EXECUTE format('UPDATE %s SET %I = $1%s WHERE %I = $2::bigint', place, called, dated, key)
                USING said, number;
                EXIT;
            EXCEPTION WHEN unique_violation THEN  -- another row says the same since it was redacted
                another := another + 1;
                said := marker || CASE WHEN marker LIKE '[%' THEN ' ' || another ELSE '-' || another END;
            END;
        END LOOP;
        places := places + 1;
    END LOOP;
    RETURN places;
END $body$;

-- What upper floors keep of texts: they write this function anew.
CREATE FUNCTION history_redact_elsewhere(passage text[], marker text) RETURNS bigint LANGUAGE sql AS $body$
    SELECT 0::bigint
$body$;
CREATE FUNCTION history_stands_elsewhere(passage text) RETURNS jsonb LANGUAGE sql STABLE AS $body$
    SELECT '{}'::jsonb
$body$;

CREATE FUNCTION history_redact_everywhere(sought text[], instead text) RETURNS bigint LANGUAGE plpgsql AS $body$
DECLARE
    held record;
    called text;
    quiet text;
    wanted text := ' ' || array_to_string(sought, ' ') || ' ';
    address text := array_to_string(history_words(instead), '-');
    plain text[] := history_words_in_address(sought);
    places bigint := 0;
    counted bigint;
BEGIN
    SET CONSTRAINTS ALL IMMEDIATE;  -- what waits to be judged would keep a table's triggers from being switched
    FOR held IN SELECT * FROM history_redactable() LOOP
        FOR quiet IN SELECT tgname FROM pg_trigger
            WHERE tgrelid = held.rows AND NOT tgisinternal AND tgname ~ '_(append_only|remembered|write_gate)' LOOP
            EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', held.rows, quiet);
        END LOOP;
        FOREACH called IN ARRAY coalesce(held.texts, '{}') LOOP
            places := places + history_redact_column(held.rows, 'id', called, sought, instead);
        END LOOP;
        FOREACH called IN ARRAY coalesce(held.slugs, '{}') LOOP
            places := places + history_redact_column(held.rows, 'id', called, sought, address);
            IF plain <> sought AND length(array_to_string(plain, '')) > 2 THEN
                places := places + history_redact_column(held.rows, 'id', called, plain, address);
            END IF;
        END LOOP;
        FOR quiet IN SELECT tgname FROM pg_trigger
            WHERE tgrelid = held.rows AND NOT tgisinternal AND tgname ~ '_(append_only|remembered|write_gate)' LOOP
            EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', held.rows, quiet);
        END LOOP;
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', held.events);
        FOREACH called IN ARRAY coalesce(held.texts, '{}') LOOP
            places := places + history_redact_column(held.events, 'pgh_id', called, sought, instead);
        END LOOP;
        FOREACH called IN ARRAY coalesce(held.past_slugs, '{}') LOOP
            places := places + history_redact_column(held.events, 'pgh_id', called, sought, address);
            IF plain <> sought AND length(array_to_string(plain, '')) > 2 THEN
                places := places + history_redact_column(held.events, 'pgh_id', called, plain, address);
            END IF;
        END LOOP;
        EXECUTE format('ALTER TABLE %s ENABLE TRIGGER USER', held.events);
    END LOOP;
    ALTER TABLE pghistory_context DISABLE TRIGGER USER;
    UPDATE pghistory_context SET metadata = history_json_without(metadata, sought, instead)
    WHERE strpos(history_said_in_json(metadata), wanted) > 0;
    GET DIAGNOSTICS counted = ROW_COUNT;
    places := places + counted;
    ALTER TABLE pghistory_context ENABLE TRIGGER USER;
    ALTER TABLE history_redaction DISABLE TRIGGER USER;
    UPDATE history_redaction SET why = history_without(why, sought, instead),
        passage = history_without(passage, sought, instead)
    WHERE strpos(history_said(why) || '|' || history_said(passage), wanted) > 0;
    ALTER TABLE history_redaction ENABLE TRIGGER USER;
    UPDATE django_admin_log SET object_repr = left(history_without(object_repr, sought, instead), 200),
        change_message = CASE WHEN strpos(history_said_in_json(history_as_json(change_message)), wanted) = 0
            THEN change_message ELSE history_json_without(history_as_json(change_message), sought, instead)::text END
    WHERE strpos(history_said(object_repr), wanted) > 0
        OR strpos(history_said_in_json(history_as_json(change_message)), wanted) > 0;
    GET DIAGNOSTICS counted = ROW_COUNT;
    places := places + counted + history_redact_elsewhere(sought, instead);
    -- Whatever was answered and kept was made of the words: it is nobody's answer any more.
    FOREACH called IN ARRAY ARRAY(SELECT scope FROM history_revision WHERE scope <> 'all') LOOP
        PERFORM history_count(called);
    END LOOP;
    RETURN places;
END $body$;

-- Carries out the request for a second person; how many places it was.
CREATE FUNCTION history_redact(request bigint, person integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    asked history_redaction;
    key history_redaction_key;
    sought text[];
    said text := '[redacted on ' || to_char(now() AT TIME ZONE 'Europe/London', 'FMDD FMMonth YYYY') || ']';
    found bigint;
BEGIN
    PERFORM history_take_turn();
    SELECT * INTO asked FROM history_redaction WHERE id = request FOR UPDATE;
    IF asked.state IS DISTINCT FROM 'asked' THEN
        RAISE EXCEPTION USING MESSAGE = 'there is no such request, or it was decided already',
            ERRCODE = 'check_violation', CONSTRAINT = 'history_redaction_waits';
    END IF;
    IF person IS NULL OR person = asked.asked_by_id THEN
        RAISE EXCEPTION USING MESSAGE = 'a second person confirms a redaction',
            ERRCODE = 'check_violation', CONSTRAINT = 'history_redaction_by_two';
    END IF;
    PERFORM history_redaction_make_key();
    SELECT * INTO key FROM history_redaction_key;
    sought := history_words(asked.passage);
    UPDATE history_redaction SET passage = '' WHERE id = request;
    found := history_redact_everywhere(sought, said);
    UPDATE history_redaction SET state = 'confirmed', decided_by_id = person, decided_at = now(), marker = said,
        words = cardinality(sought), digest = history_redaction_digest(key, sought), places = found
    WHERE id = request;
    RETURN found;
END $body$;

-- Redacts again what was redacted before and stands there anew, since the database is an older one; in how many places.
CREATE FUNCTION history_reapply_redactions() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    held record;
    called text;
    again jsonb;
    looks text[] := '{SELECT object_repr AS said FROM django_admin_log,SELECT why FROM history_redaction}';
    found bigint := 0;
BEGIN
    PERFORM history_take_turn();
    looks := looks || ARRAY[
        'SELECT j #>> ''{}'' FROM pghistory_context, jsonb_path_query(metadata, ''strict $.**'') j',
        'SELECT j #>> ''{}'' FROM django_admin_log, '
            'jsonb_path_query(history_as_json(change_message), ''strict $.**'') j'
    ];
    FOR held IN SELECT * FROM history_redactable() LOOP
        FOREACH called IN ARRAY coalesce(held.texts, '{}') LOOP
            looks := looks || format('SELECT %I FROM %s', called, held.rows)
                || format('SELECT %I FROM %s', called, held.events);
        END LOOP;
        FOREACH called IN ARRAY coalesce(held.past_slugs, '{}') LOOP
            looks := looks || format('SELECT %I FROM %s', called, held.events);
        END LOOP;
    END LOOP;
    EXECUTE 'SELECT jsonb_agg(DISTINCT jsonb_build_array(r.passage, r.marker)) FROM ('
        || array_to_string(looks, ' UNION ') || ') texts '
        'CROSS JOIN LATERAL history_redacted_in(texts.said) r' INTO again;
    FOR again IN SELECT jsonb_array_elements(again) LOOP
        found := found + history_redact_everywhere(
            ARRAY(SELECT jsonb_array_elements_text(again -> 0)), again ->> 1
        );
    END LOOP;
    RETURN found;
END $body$;

-- The key for the list that is kept beside the backup, and back from it.
CREATE FUNCTION history_redaction_key_text() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    SELECT encode(inner_pad || outer_pad, 'hex') FROM history_redaction_key
$body$;
CREATE FUNCTION history_redaction_put_key(key text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    INSERT INTO history_redaction_key (inner_pad, outer_pad)
    VALUES (substr(decode(key, 'hex'), 1, 64), substr(decode(key, 'hex'), 65))
$body$;
"""
DROP_REDACT = """
DROP FUNCTION history_redaction_put_key(text); DROP FUNCTION history_redaction_key_text();
DROP FUNCTION history_reapply_redactions(); DROP FUNCTION history_redact(bigint, integer);
DROP FUNCTION history_redact_everywhere(text[], text); DROP FUNCTION history_stands_elsewhere(text);
DROP FUNCTION history_redact_elsewhere(text[], text);
DROP FUNCTION history_redact_column(regclass, text, text, text[], text); DROP FUNCTION history_redactable();
"""
