"""The SQL of the search's entries, as 0010_search_entries made it: what makes an entry, and what follows what.

A new database is given it by the squashed migration, an older one by 0010: it stands here once for both. It is never
changed: a later migration writes a function anew.
"""

PUBLIC_PLAN = "p.publication = 'published' AND p.access = 'open'"
PUBLIC_STRATEGY = f"s.publication = 'published' AND {PUBLIC_PLAN}"
PUBLIC_ACTION = f"a.publication = 'published' AND a.access = 'open' AND {PUBLIC_STRATEGY}"
OF_STRATEGY = "s.ref || ' ' || s.title"
STRATEGY_OF_PLAN = "actions_strategy s JOIN actions_plan p ON p.id = s.plan_id"
ACTION_OF_STRATEGY = (
    "actions_action a JOIN actions_strategy s ON s.id = a.strategy_id JOIN actions_plan p ON p.id = a.plan_id"
)
SPELLINGS = "(SELECT string_agg(o.name, '; ' ORDER BY o.name) FROM partners_alias o WHERE o.partner_id = r.id)"

# For each kind: its table; what else its entry is made of, with the row as `r`; and the face, the plan, whether all may
# know of it, heading, body and place. They say what `visible_to` of a stranger and `with_words` say.
ENTRIES = {
    "plan": (
        "actions_plan",
        "JOIN actions_plan p ON p.id = r.id",
        [
            ("", "r.id", PUBLIC_PLAN, "r.title", "r.introduction || E'\\n' || r.source_title", "r.area"),
        ],
    ),
    "section": (
        "actions_section",
        "JOIN actions_plan o ON o.id = r.plan_id",
        [
            (
                "",
                "r.plan_id",
                f"EXISTS (SELECT FROM {STRATEGY_OF_PLAN} WHERE s.section_id = r.id AND {PUBLIC_STRATEGY})",
                "r.ref || '. ' || r.title",
                "r.introduction",
                "o.title",
            ),
        ],
    ),
    "strategy": (
        "actions_strategy",
        f"JOIN ({STRATEGY_OF_PLAN}) ON s.id = r.id LEFT JOIN actions_section c ON c.id = r.section_id",
        [("", "r.plan_id", PUBLIC_STRATEGY, OF_STRATEGY, "r.text || E'\\n' || r.expected_outcome", "c.title")],
    ),
    "theme": (
        "actions_theme",
        f"JOIN ({STRATEGY_OF_PLAN}) ON s.id = r.strategy_id",
        [
            ("", "s.plan_id", PUBLIC_STRATEGY, "r.title", "r.text || E'\\n' || r.objective", OF_STRATEGY),
        ],
    ),
    "action": (
        "actions_action",
        f"JOIN ({ACTION_OF_STRATEGY}) ON a.id = r.id LEFT JOIN actions_theme t ON t.id = r.theme_id",
        [
            (
                "",
                "r.plan_id",
                PUBLIC_ACTION,
                "r.ref",
                "r.text || E'\\n' || r.expected_outcome",
                f"{OF_STRATEGY} || E'\\n' || coalesce(t.title, '')",
            )
        ],
    ),
    "update": (
        "actions_progressupdate",
        f"JOIN ({ACTION_OF_STRATEGY}) ON a.id = r.action_id",
        [
            (
                "",
                "a.plan_id",
                f"r.publication = 'published' AND r.access = 'open' AND {PUBLIC_ACTION}",
                "a.ref",
                "r.narrative",
                OF_STRATEGY,
            ),
        ],
    ),
    "note": (
        "actions_sourcenote",
        "JOIN actions_plan o ON o.id = r.plan_id LEFT JOIN actions_strategy os ON os.id = r.strategy_id "
        "LEFT JOIN actions_action oa ON oa.id = r.action_id",
        [
            (
                "",
                "r.plan_id",
                "o.publication = 'published' AND o.access = 'open' "
                "AND (r.strategy_id IS NULL OR "
                f"EXISTS (SELECT FROM {STRATEGY_OF_PLAN} WHERE s.id = r.strategy_id AND {PUBLIC_STRATEGY})) "
                "AND (r.action_id IS NULL OR "
                f"EXISTS (SELECT FROM {ACTION_OF_STRATEGY} WHERE a.id = r.action_id AND {PUBLIC_ACTION}))",
                "coalesce(os.ref, '') || ' ' || coalesce(oa.ref, '') || ' ' || r.subject",
                "r.note || E'\\n' || r.printed",
                "''",
            )
        ],
    ),
    "acronym": (
        "actions_glossaryterm",
        "JOIN actions_plan p ON p.id = r.plan_id",
        [
            ("", "r.plan_id", PUBLIC_PLAN, "r.term || ': ' || r.expansion", "r.note", "''"),
        ],
    ),
    "principle": (
        "principles_principle",
        "JOIN principles_framework f ON f.id = r.framework_id",
        [
            (
                "",
                "NULL",
                "true",
                "initcap(r.kind) || CASE WHEN r.kind IN ('strategic', 'enabling') THEN ' Principle ' ELSE ' ' END "
                "|| r.number || ': ' || r.short_title",
                "r.text",
                "f.title",
            ),
        ],
    ),
    "partner": (
        "partners_partner",
        "",
        [
            (
                "public",
                "NULL",
                "true",
                "coalesce(nullif(r.public_name, ''), r.name)",
                f"CASE WHEN r.kind <> 'person' THEN coalesce({SPELLINGS}, '') ELSE '' END || E'\\n' || r.description",
                "''",
            ),
            ("named", "NULL", "false", "r.name", f"coalesce({SPELLINGS}, '') || E'\\n' || r.description", "''"),
        ],
    ),
}
# Nobody is shown a section in which no strategy stands.
THERE = {"section": "EXISTS (SELECT FROM actions_strategy s WHERE s.section_id = r.id)"}
ENTRY = """
    SELECT '{kind}', r.id, '{face}', {plan}::bigint, {public},
        setweight(to_tsvector('english', coalesce({heading}, '')), 'A')
        -- PostgreSQL refuses to read a text of a million bytes; it is found by what it begins with.
        || setweight(to_tsvector('english', left({body}, 200000)), 'B')
        || setweight(to_tsvector('english', coalesce({place}, '')), 'D')
    FROM {table} r {others} WHERE r.id = ANY(ids) AND {there}"""
# Writes anew the entries of the rows with these keys, and takes away those of rows that are gone.
PUT = """
CREATE FUNCTION actions_search_put_{kind}(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
    IF cardinality(ids) = 0 THEN
        RETURN;
    END IF;
    DELETE FROM actions_searchentry e
    WHERE e.kind = '{kind}' AND e.row_id = ANY(ids) AND NOT EXISTS (SELECT FROM {table} r WHERE r.id = e.row_id AND {there});
    INSERT INTO actions_searchentry AS e (kind, row_id, face, plan_id, is_public, said) {entries}
    ON CONFLICT (kind, row_id, face) DO UPDATE
    SET plan_id = excluded.plan_id, is_public = excluded.is_public, said = excluded.said
    WHERE (e.plan_id, e.is_public, e.said) IS DISTINCT FROM (excluded.plan_id, excluded.is_public, excluded.said);
END $body$;
"""

OF_PLAN = "SELECT id FROM {} WHERE plan_id = ANY(ids)"
OF_PARENT = "SELECT id FROM {} WHERE {} = ANY(ids)"
NOTES_OF_STRATEGY = """SELECT id FROM actions_sourcenote WHERE strategy_id = ANY(ids)
            UNION SELECT n.id FROM actions_sourcenote n JOIN actions_action a ON a.id = n.action_id
            WHERE a.strategy_id = ANY(ids)"""
UPDATES_OF = (
    "SELECT u.id FROM actions_progressupdate u JOIN actions_action a ON a.id = u.action_id WHERE a.{} = ANY(ids)"
)
# For each table: the columns that count, the kind of its own rows, and the rows of other kinds that take part of its
# rows' words or marks, found by these rows' `ids`.
FOLLOWED = {
    "actions_plan": (
        "title introduction source_title area publication access",
        "plan",
        {
            "section": OF_PLAN.format("actions_section"),
            "strategy": OF_PLAN.format("actions_strategy"),
            "theme": "SELECT t.id FROM actions_theme t JOIN actions_strategy s ON s.id = t.strategy_id WHERE s.plan_id = ANY(ids)",
            "action": OF_PLAN.format("actions_action"),
            "update": UPDATES_OF.format("plan_id"),
            "note": OF_PLAN.format("actions_sourcenote"),
            "acronym": OF_PLAN.format("actions_glossaryterm"),
        },
    ),
    "actions_section": (
        "plan_id ref title introduction",
        "section",
        {
            "strategy": OF_PARENT.format("actions_strategy", "section_id"),
        },
    ),
    "actions_strategy": (
        "plan_id section_id ref title text expected_outcome publication",
        "strategy",
        {
            "theme": OF_PARENT.format("actions_theme", "strategy_id"),
            "action": OF_PARENT.format("actions_action", "strategy_id"),
            "update": UPDATES_OF.format("strategy_id"),
            "note": NOTES_OF_STRATEGY,
        },
    ),
    "actions_theme": (
        "strategy_id title text objective",
        "theme",
        {
            "action": OF_PARENT.format("actions_action", "theme_id"),
        },
    ),
    "actions_action": (
        "plan_id strategy_id theme_id ref text expected_outcome publication access",
        "action",
        {
            "update": OF_PARENT.format("actions_progressupdate", "action_id"),
            "note": OF_PARENT.format("actions_sourcenote", "action_id"),
        },
    ),
    "actions_progressupdate": ("action_id narrative publication access", "update", {}),
    "actions_sourcenote": ("plan_id strategy_id action_id subject note printed", "note", {}),
    "actions_glossaryterm": ("plan_id term expansion note", "acronym", {}),
    "principles_framework": (
        "title",
        None,
        {
            "principle": OF_PARENT.format("principles_principle", "framework_id"),
        },
    ),
    "principles_principle": ("framework_id kind number short_title text", "principle", {}),
    "partners_partner": ("kind name public_name description", "partner", {}),
    "partners_alias": ("partner_id name", None, {}),
}
# The other way round: a row of these tables gives something to the row that it belongs to.
UPWARDS = {"actions_strategy": ("section", "section_id"), "partners_alias": ("partner", "partner_id")}
FOLLOW = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE ids bigint[];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        ids := ARRAY(
            SELECT coalesce(a.id, b.id) FROM before b FULL JOIN after a ON a.id = b.id
            WHERE ({before}) IS DISTINCT FROM ({after})
        );
        IF cardinality(ids) = 0 THEN
            RETURN NULL;
        END IF;{upwards_before}
    ELSE
        ids := ARRAY(SELECT id FROM after);
    END IF;{upwards}{puts}
    RETURN NULL;
END $body$;
CREATE TRIGGER actions_search_inserted AFTER INSERT ON {table} REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
CREATE TRIGGER actions_search_changed AFTER UPDATE ON {table} REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
CREATE TRIGGER actions_search_deleted AFTER DELETE ON {table} REFERENCING OLD TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
CREATE TRIGGER actions_search_emptied AFTER TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION actions_search_emptied();
"""
EMPTIED = """
CREATE FUNCTION actions_search_emptied() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    {puts}
    RETURN NULL;
END $body$;
"""
UNFOLLOW = """
DROP TRIGGER actions_search_inserted ON {table}; DROP TRIGGER actions_search_changed ON {table};
DROP TRIGGER actions_search_deleted ON {table}; DROP TRIGGER actions_search_emptied ON {table};
DROP FUNCTION {name}();
"""


def put(kind, ids):
    return f"\n    PERFORM actions_search_put_{kind}(ARRAY({ids}));"


def put_function(kind):
    table, others, faces = ENTRIES[kind]
    names = "face", "plan", "public", "heading", "body", "place"
    of = {"kind": kind, "table": table, "there": THERE.get(kind, "true")}
    entries = (ENTRY.format(others=others, **of, **dict(zip(names, face))) for face in faces)
    return PUT.format(entries=" UNION ALL".join(entries), **of)


def follow(table):
    columns, own, below = FOLLOWED[table]
    kind, column = UPWARDS.get(table, (None, None))
    before, after = (", ".join(f"{row}.{name}" for name in ["id", *columns.split()]) for row in ("b", "a"))
    return FOLLOW.format(
        name=f"actions_search_{table}",
        table=table,
        before=before,
        after=after,
        upwards_before=put(kind, f"SELECT {column} FROM before") if kind else "",
        upwards=put(kind, f"SELECT {column} FROM after") if kind else "",
        puts=(put(own, "SELECT unnest(ids)") if own else "") + "".join(put(kind, ids) for kind, ids in below.items()),
    )


EVERY = EMPTIED.format(
    puts="".join(put(kind, f"SELECT row_id FROM actions_searchentry WHERE kind = '{kind}'") for kind in ENTRIES)
)
# Each with what undoes it: the two arguments of a RunSQL.
STATEMENTS = [
    *((put_function(kind), f"DROP FUNCTION actions_search_put_{kind}(bigint[])") for kind in ENTRIES),
    (EVERY, "DROP FUNCTION actions_search_emptied()"),
    *((follow(table), UNFOLLOW.format(table=table, name=f"actions_search_{table}")) for table in FOLLOWED),
]
