"""Which rows of a plan others than officers write: SQL conditions for the WriteGate of each model.

A strategy lead changes own strategies, adds, changes and deletes what hangs on them, and reports; a partner reporter
reports and answers for being named lead. `actions/rules.py` says the same of rows before they are written.
"""

CREATE_FUNCTION = """
CREATE FUNCTION actions_leads_all(person bigint, VARIADIC strategies bigint[]) RETURNS boolean LANGUAGE plpgsql STABLE
AS $body$
BEGIN
    RETURN history_has_role(person, 'strategy-lead') AND NOT EXISTS (
        SELECT 1 FROM unnest(strategies) asked(id) WHERE asked.id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM actions_strategylead l WHERE l.user_id = person AND l.strategy_id = asked.id
        )
    );
END $body$;
"""
DROP_FUNCTION = "DROP FUNCTION actions_leads_all(bigint, bigint[])"

REPORTS = "history_has_role(writer.person, 'partner-reporter')"
_OF_ACTION = "(SELECT a.strategy_id FROM actions_action a WHERE a.id = {row}.action_id)"
_ANSWER = "'{response,response_reason,responded_on}'::text[]"


def led(path):
    """The condition that the writer leads the strategies of the row as it was and as it becomes; `path` says which."""
    return f"actions_leads_all(writer.person, {path.format(row='OLD')}, {path.format(row='NEW')})"


STRATEGY_LED = f"TG_OP = 'UPDATE' AND {led('{row}.id')}"
ACTION_LED = f"TG_OP = 'UPDATE' AND {led('{row}.strategy_id')}"
THEME_LED = led("{row}.strategy_id")
LINK_LED = led(_OF_ACTION)
ALIGNMENT_LED = led(f"coalesce({{row}}.strategy_id, {_OF_ACTION})")
ANSWERED = f"TG_OP = 'UPDATE' AND to_jsonb(OLD) - {_ANSWER} = to_jsonb(NEW) - {_ANSWER} AND {REPORTS}"
UPDATE_OF_OWN = f"TG_OP <> 'DELETE' AND {LINK_LED}"
REPORTED = f"TG_OP = 'INSERT' AND NEW.recorded_by_id = writer.person AND {REPORTS}"
EVIDENCE_GIVEN = (
    "TG_OP = 'INSERT' AND EXISTS (SELECT 1 FROM actions_progressupdate u "
    "WHERE u.id = NEW.update_id AND u.recorded_by_id = writer.person)"
)
