"""Actions of different strategies whose texts look alike, and the words that make them so.

PostgreSQL's full text search reads the texts as English: its lexemes are words without their endings, less the common
ones. A lexeme weighs more the fewer actions have it, ln(1 + actions / actions that have it), as in the vector space
model of Salton, Wong and Yang (1975), https://doi.org/10.1145/361219.361220.
"""

from dataclasses import dataclass

from django.db import connection

RARE_SHARE = 0.1  # a word is rare where no more than this share of the actions has it, or just two have it
ENOUGH_WORDS = 4  # two actions look alike where they share as many rare words,
ENOUGH_WEIGHT = 0.5  # or where what they share weighs half of what they say

# A pair's score is the weight of the rare words it shares, times the cosine of its two texts: long texts share words by
# chance. Only words of letters count, so that "anti-racism" is two, not three. Of the forms in which the two texts have
# a word, one without a capital is shown before one that may only begin a sentence, and a short one before a long one.
PAIRS = """
WITH words AS (
    SELECT action.id, action.strategy_id, action.position, found.lexeme
    FROM actions_action action, unnest(to_tsvector('english', action.text)) found
    WHERE action.id = ANY(%(actions)s) AND length(found.lexeme) > 1 AND found.lexeme !~ '[0-9@/.:_-]'
), weights AS (
    SELECT lexeme, count(*) AS rows, ln(1 + %(total)s::float / count(*)) AS weight FROM words GROUP BY lexeme
), weighed AS (
    SELECT * FROM words JOIN weights USING (lexeme)
), lengths AS (
    SELECT id, sqrt(sum(weight ^ 2)) AS length FROM weighed GROUP BY id
), rare AS (
    SELECT * FROM weighed WHERE rows <= greatest(2, %(total)s * %(rare_share)s)
), pairs AS (
    SELECT one.id AS one, other.id AS other, one.position AS one_position, other.position AS other_position,
        sum(one.weight) AS shared, sum(one.weight ^ 2) AS product, count(*) AS words
    FROM rare one JOIN rare other USING (lexeme)
    WHERE (one.position, one.id) < (other.position, other.id) AND one.strategy_id <> other.strategy_id
    GROUP BY one.id, other.id, one.position, other.position
), alike AS (
    SELECT one, other, one_position, other_position,
        shared * product / a.length / b.length AS score
    FROM pairs JOIN lengths a ON a.id = one JOIN lengths b ON b.id = other
    WHERE words >= %(enough_words)s OR product / a.length / b.length >= %(enough_weight)s
    ORDER BY score DESC, one_position, other_position, one, other
    LIMIT %(most)s
), printed AS (
    SELECT DISTINCT ON (one, other, lexeme) one, other, lexeme, said.token AS word
    FROM alike JOIN actions_action action ON action.id IN (one, other),
        ts_debug('english', action.text) said, unnest(said.lexemes) lexeme
    ORDER BY one, other, lexeme, said.token ~ '^[[:upper:]][[:lower:]]', length(said.token), said.token COLLATE "C"
)
SELECT one, other, score, array_agg(printed.word ORDER BY mine.weight DESC, lexeme) AS words
FROM alike JOIN printed USING (one, other)
JOIN rare mine USING (lexeme)
JOIN rare theirs USING (lexeme)
WHERE mine.id = one AND theirs.id = other
GROUP BY one, other, score, one_position, other_position
ORDER BY score DESC, one_position, other_position, one, other
"""


@dataclass(frozen=True)
class Likeness:
    """Two actions by their ids, the earlier in the plan first, the rare words they share, the rarest first.

    `score` has no unit: the higher, the more alike.
    """

    one: int
    other: int
    score: float
    words: tuple[str, ...]


def similar_pairs(actions, *, most):
    """Up to `most` pairs from the queryset `actions` that look alike in different strategies, the likest first.

    No other action has any part in it: which words are rare is told from these alone. A list of Likeness.
    """
    chosen = list(actions.order_by().values_list("pk", flat=True))
    values = {
        "actions": chosen,
        "total": len(chosen),
        "rare_share": RARE_SHARE,
        "enough_words": ENOUGH_WORDS,
        "enough_weight": ENOUGH_WEIGHT,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, values)
        return [Likeness(one, other, score, tuple(words)) for one, other, score, words in cursor.fetchall()]
