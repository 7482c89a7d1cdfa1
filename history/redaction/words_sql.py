"""SQL that reads a text as words, so that a passage is found however it is written, and without the words themselves.

Words are compared in Unicode's NFKC, without case and whatever stands between them. PostgreSQL's own \\w and lower()
depend on the database's locale, and a list of redactions goes from one database to another: so both are written out.
"""

# What parts words: all ASCII but letters and digits; signs and spaces above it.
SEPARATORS = (
    r"\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab\u00ac\u00ae-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf"
    r"\u00d7\u00f7\u2000-\u200a\u200e-\u206f\u20a0-\u20cf\u2190-\u2bff\u3000-\u303f"
)
UNSEEN = "\u00ad\u200b\u200c\u200d\ufeff"  # within a word they are no part of it


def capitals():
    """Pairs of a capital beyond ASCII and its small letter."""
    every = (chr(number) for number in range(0x80, 0x2000))
    return [(one, one.lower()) for one in every if len(one.lower()) == 1 and one.lower() != one]


LARGE, SMALL = ("".join(letters) for letters in zip(*capitals(), strict=True))
SQL = """
CREATE FUNCTION history_word(piece text) RETURNS text LANGUAGE sql IMMUTABLE AS $body$
    SELECT CASE WHEN octet_length(piece) = length(piece) THEN lower(piece COLLATE "C")
        ELSE translate(lower(normalize(piece, NFKC) COLLATE "C"), '<large>', '<small>') END
$body$;

CREATE FUNCTION history_words(said text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $body$
    SELECT ARRAY(
        SELECT history_word(found[1]) FROM regexp_matches(said, '[^<separators>]+', 'g') found
        WHERE history_word(found[1]) <> ''
    )
$body$;

-- The words with a space before and after each: a passage stands in a text where its words stand in the text's.
CREATE FUNCTION history_said(said text) RETURNS text LANGUAGE sql IMMUTABLE AS $body$
    SELECT ' ' || array_to_string(history_words(said), ' ') || ' '
$body$;

-- The words that an address is left with: it holds no letters but a to z.
CREATE FUNCTION history_words_in_address(words text[]) RETURNS text[] LANGUAGE sql IMMUTABLE AS $body$
    SELECT array_remove(regexp_split_to_array(array_to_string(words, ' '), '[^a-z0-9]+'), '')
$body$;

CREATE FUNCTION history_said_in_json(said jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $body$
    SELECT coalesce(string_agg(history_said(found #>> '{}'), '|'), '')
    FROM jsonb_path_query(said, 'strict $.**') found WHERE jsonb_typeof(found) = 'string'
$body$;

-- The JSON that a text is; of any other text the text, as JSON.
CREATE FUNCTION history_as_json(said text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $body$
BEGIN
    RETURN said::jsonb;
EXCEPTION WHEN data_exception THEN
    RETURN to_jsonb(said);
END $body$;

-- The text with `marker` in place of the passage of these words, wherever it stands.
CREATE FUNCTION history_without(said text, passage text[], marker text) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $body$
DECLARE
    pieces text[] := ARRAY(
        SELECT piece[1] FROM regexp_matches(said, '[<separators>]+|[^<separators>]+', 'g') piece
    );
    words text[] := '{}';
    places int[] := '{}';
    word text;
    place int := 1;
    at int := 1;
    result text := '';
BEGIN
    FOR each IN 1 .. cardinality(pieces) LOOP
        IF pieces[each] ~ '[^<separators>]' THEN
            word := history_word(pieces[each]);
            IF word <> '' THEN
                words := words || word;
                places := places || each;
            END IF;
        END IF;
    END LOOP;
    WHILE at <= cardinality(words) - cardinality(passage) + 1 LOOP
        IF words[at : at + cardinality(passage) - 1] = passage THEN
            result := result || array_to_string(pieces[place : places[at] - 1], '') || marker;
            at := at + cardinality(passage);
            place := places[at - 1] + 1;
        ELSE
            at := at + 1;
        END IF;
    END LOOP;
    RETURN result || array_to_string(pieces[place :], '');
END $body$;

CREATE FUNCTION history_json_without(said jsonb, passage text[], marker text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE AS $body$
BEGIN
    CASE jsonb_typeof(said)
    WHEN 'string' THEN
        RETURN to_jsonb(history_without(said #>> '{}', passage, marker));
    WHEN 'array' THEN
        RETURN coalesce((
            SELECT jsonb_agg(history_json_without(value, passage, marker) ORDER BY at)
            FROM jsonb_array_elements(said) WITH ORDINALITY found(value, at)
        ), '[]');
    WHEN 'object' THEN
        RETURN coalesce((
            SELECT jsonb_object_agg(key, history_json_without(value, passage, marker)) FROM jsonb_each(said)
        ), '{}');
    ELSE
        RETURN said;
    END CASE;
END $body$;
"""
WORDS = SQL.replace("<separators>", SEPARATORS).replace("<large>", LARGE + UNSEEN).replace("<small>", SMALL)
DROP_WORDS = """
DROP FUNCTION history_json_without(jsonb, text[], text); DROP FUNCTION history_without(text, text[], text);
DROP FUNCTION history_as_json(text); DROP FUNCTION history_words_in_address(text[]);
DROP FUNCTION history_said_in_json(jsonb); DROP FUNCTION history_said(text);
DROP FUNCTION history_words(text); DROP FUNCTION history_word(text);
"""
