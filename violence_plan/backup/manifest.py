"""The manifest: what is in a database at one moment, as counts and digests that tell any two contents apart.

    {"tables": {name: {"rows": 131, "digest": "…", "columns": {name: "…"}}},
     "sequences": {name: {"value": 131, "last": 131}}, "definitions": {"trigger actions_action.x": "…"}}

`last` of a sequence is the highest number in the column that it numbers. Secrets in rows cannot be read off a digest of
a whole table; a manifest is kept as closely as the dump all the same.
"""

import re
from hashlib import sha256

SHORT = 24  # characters of a digest that are kept
OURS = """
n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
"""
# Tables that keep nothing (unlogged) are empty after a crash, and so after a restore.
TABLES = f"""
SELECT c.oid::regclass::text,
    array_agg(quote_ident(a.attname) ORDER BY a.attnum),
    (SELECT array_agg(quote_ident(k.attname) ORDER BY k.attnum) FROM pg_index i
        JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = ANY (i.indkey)
        WHERE i.indrelid = c.oid AND i.indisprimary)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND {OURS} GROUP BY c.oid ORDER BY 1
"""  # noqa: S608 - names of our own
SEQUENCES = f"""
SELECT c.oid::regclass::text, d.refobjid::regclass::text, quote_ident(a.attname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
    AND d.refobjsubid > 0
LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE c.relkind = 'S' AND {OURS} ORDER BY 1
"""  # noqa: S608
# Since PostgreSQL 18 NOT NULL is a constraint as well ('n'); the column says it for every version.
DEFINITIONS = f"""
SELECT 'column ' || a.attrelid::regclass || '.' || a.attname,
    concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
        pg_get_expr(d.adbin, d.adrelid))
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relkind IN ('r', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped AND {OURS}
UNION ALL SELECT 'constraint ' || o.conrelid::regclass || '.' || o.conname,
    concat(pg_get_constraintdef(o.oid), o.convalidated)
FROM pg_constraint o JOIN pg_namespace n ON n.oid = o.connamespace
WHERE o.conrelid > 0 AND o.contype <> 'n' AND {OURS}
UNION ALL SELECT 'index ' || i.indexrelid::regclass, concat(pg_get_indexdef(i.indexrelid), i.indisvalid)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OURS}
UNION ALL SELECT 'trigger ' || t.tgrelid::regclass || '.' || t.tgname, concat(pg_get_triggerdef(t.oid), t.tgenabled)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND {OURS}
UNION ALL SELECT 'function ' || p.oid::regprocedure, pg_get_functiondef(p.oid)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.prokind <> 'a' AND {OURS} AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = p.oid AND e.deptype = 'e')
UNION ALL SELECT 'view ' || c.oid::regclass, pg_get_viewdef(c.oid)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm') AND {OURS}
"""  # noqa: S608

# A server words a list of values otherwise once it was restored: with other casts and brackets.
REWORDED = re.compile(r"::[a-z]+( varying| precision| with(out)? time zone)?(\(\d+\))?(\[\])?|[()\s]")


class Digests:
    """A file that COPY writes a table's rows to: it counts them and digests the whole and each column."""

    def __init__(self, columns):
        self.rows, self.whole, self.columns = 0, sha256(), {name: sha256() for name in columns}

    def write(self, line):
        """Take in one row, as COPY's text format gives it."""
        self.rows += 1
        self.whole.update(line)
        for digest, value in zip(self.columns.values(), line.split(b"\t"), strict=True):
            digest.update(value + b"\n")

    def told(self):
        """What the manifest says of the table."""
        columns = {name: digest.hexdigest()[:SHORT] for name, digest in self.columns.items()}
        return {"rows": self.rows, "digest": self.whole.hexdigest(), "columns": columns}


def contents(cursor):
    """All that the manifest says of the database, read in the transaction of a psycopg2 `cursor`."""
    cursor.execute(TABLES)
    tables = {unqualified(name): digests(cursor, name, columns, key) for name, columns, key in cursor.fetchall()}
    cursor.execute(DEFINITIONS)
    definitions = {unqualified(name): digest_of_words(text) for name, text in cursor.fetchall()}
    return {"tables": tables, "sequences": sequences(cursor), "definitions": definitions}


def digest_of_words(text):
    """What tells a definition from another that says something else."""
    return sha256(REWORDED.sub("", text).encode()).hexdigest()[:SHORT]


def digests(cursor, table, columns, key):
    """Count and digests of one table, its rows in an order that every server puts them in alike."""
    order = ", ".join(f'{name}::text COLLATE "C"' for name in key) if key else 't::text COLLATE "C"'
    read = Digests([name.strip('"') for name in columns])
    cursor.copy_expert(f"COPY (SELECT {', '.join(columns)} FROM {table} t ORDER BY {order}) TO STDOUT", read)  # noqa: S608
    return read.told()


def sequences(cursor):
    """Where each sequence stands, and the highest number of its column. Sequences heed no transaction."""
    cursor.execute(SEQUENCES)
    return {unqualified(found[0]): sequence(cursor, *found) for found in cursor.fetchall()}


def sequence(cursor, name, table, column):
    """Where one stands: the last number that it gave, 0 where it gave none."""
    highest = f"(SELECT coalesce(max({column}), 0) FROM {table})" if table else "0"  # noqa: S608
    cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END, {highest} FROM {name}")  # noqa: S608
    value, last = cursor.fetchone()
    return {"value": value, "last": last}


def unqualified(name):
    """A name without the schema that everything is in."""
    return name.replace("public.", "", 1)
