"""Who, from where and why, once said of a change, stays said: as little changed or deleted as the change itself.

A request says more as it goes on (who has signed in, further reasons why); what it said first stands.
"""

from django.db import migrations

KEEP = """
CREATE OR REPLACE FUNCTION history_context_kept() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    -- Whoever says more of a change while making it has its context open.
    IF TG_OP = 'UPDATE' AND NEW.id = OLD.id AND NEW.created_at = OLD.created_at
       AND COALESCE(current_setting('pghistory.context_id', true), '') = OLD.id::text THEN
        NEW.metadata := NEW.metadata || OLD.metadata || CASE
            WHEN starts_with(NEW.metadata ->> 'why', OLD.metadata ->> 'why')
            THEN jsonb_build_object('why', NEW.metadata -> 'why') ELSE '{}' END;
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING MESSAGE = 'who changed what, from where and why, is never changed or deleted',
        ERRCODE = 'check_violation', CONSTRAINT = 'history_context_kept', TABLE = TG_TABLE_NAME;
END $body$;
CREATE TRIGGER history_context_kept BEFORE UPDATE OR DELETE ON pghistory_context
    FOR EACH ROW EXECUTE FUNCTION history_context_kept();
CREATE TRIGGER history_context_never_emptied BEFORE TRUNCATE ON pghistory_context
    FOR EACH STATEMENT EXECUTE FUNCTION history_context_kept();
"""
FORGET = """
DROP TRIGGER history_context_never_emptied ON pghistory_context;
DROP TRIGGER history_context_kept ON pghistory_context;
DROP FUNCTION history_context_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("pghistory", "0007_auto_20250421_0444")]
    operations = [migrations.RunSQL(KEEP, FORGET)]
