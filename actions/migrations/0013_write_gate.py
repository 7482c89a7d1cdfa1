import history.write_gate
from actions.own_rows import CREATE_FUNCTION, DROP_FUNCTION
from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('history', '0004_write_gate'),
        ('actions', '0012_indexes_for_long_lists'),
        ('partners', '0007_write_gate'),
        ('principles', '0006_write_gate'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(CREATE_FUNCTION, DROP_FUNCTION),
        migrations.AddConstraint(
            model_name='action',
            constraint=history.write_gate.WriteGate(allows=("TG_OP = 'UPDATE' AND actions_leads_all(writer.person, OLD.strategy_id, NEW.strategy_id)",), fixed=('plan', 'strategy', 'ref', 'printed_ref', 'position', 'access', 'exempt_paragraph', 'handling'), name='actions_action_write_gate'),
        ),
        migrations.AddConstraint(
            model_name='alignment',
            constraint=history.write_gate.WriteGate(allows=('actions_leads_all(writer.person, coalesce(OLD.strategy_id, (SELECT a.strategy_id FROM actions_action a WHERE a.id = OLD.action_id)), coalesce(NEW.strategy_id, (SELECT a.strategy_id FROM actions_action a WHERE a.id = NEW.action_id)))',), name='actions_alignment_write_gate'),
        ),
        migrations.AddConstraint(
            model_name='alignmentrejection',
            constraint=history.write_gate.WriteGate(allows=('actions_leads_all(writer.person, (SELECT a.strategy_id FROM actions_action a WHERE a.id = OLD.action_id), (SELECT a.strategy_id FROM actions_action a WHERE a.id = NEW.action_id))',), name='actions_alignmentrejection_write_gate'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=history.write_gate.WriteGate(allows=("TG_OP = 'INSERT' AND EXISTS (SELECT 1 FROM actions_progressupdate u WHERE u.id = NEW.update_id AND u.recorded_by_id = writer.person)",), name='actions_evidence_write_gate'),
        ),
        migrations.AddConstraint(
            model_name='glossaryterm',
            constraint=history.write_gate.WriteGate(name='actions_glossaryterm_write_gate'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=history.write_gate.WriteGate(name='actions_indicator_write_gate'),
        ),
        migrations.AddConstraint(
            model_name='lead',
            constraint=history.write_gate.WriteGate(allows=('actions_leads_all(writer.person, (SELECT a.strategy_id FROM actions_action a WHERE a.id = OLD.action_id), (SELECT a.strategy_id FROM actions_action a WHERE a.id = NEW.action_id))', "TG_OP = 'UPDATE' AND to_jsonb(OLD) - '{response,response_reason,responded_on}'::text[] = to_jsonb(NEW) - '{response,response_reason,responded_on}'::text[] AND history_has_role(writer.person, 'partner-reporter')"), name='actions_lead_write_gate'),
        ),
        migrations.AddConstraint(
            model_name='measurement',
            constraint=history.write_gate.WriteGate(name='actions_measurement_write_gate'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=history.write_gate.WriteGate(allows=('actions_leads_all(writer.person, (SELECT a.strategy_id FROM actions_action a WHERE a.id = OLD.action_id), (SELECT a.strategy_id FROM actions_action a WHERE a.id = NEW.action_id))',), name='actions_milestone_write_gate'),
        ),
        migrations.AddConstraint(
            model_name='period',
            constraint=history.write_gate.WriteGate(name='actions_period_write_gate'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=history.write_gate.WriteGate(name='actions_plan_write_gate'),
        ),
        migrations.AddConstraint(
            model_name='progressupdate',
            constraint=history.write_gate.WriteGate(allows=("TG_OP <> 'DELETE' AND actions_leads_all(writer.person, (SELECT a.strategy_id FROM actions_action a WHERE a.id = OLD.action_id), (SELECT a.strategy_id FROM actions_action a WHERE a.id = NEW.action_id))", "TG_OP = 'INSERT' AND NEW.recorded_by_id = writer.person AND history_has_role(writer.person, 'partner-reporter')"), fixed=('action', 'access', 'exempt_paragraph', 'handling'), name='actions_progressupdate_write_gate'),
        ),
        migrations.AddConstraint(
            model_name='section',
            constraint=history.write_gate.WriteGate(name='actions_section_write_gate'),
        ),
        migrations.AddConstraint(
            model_name='sourcenote',
            constraint=history.write_gate.WriteGate(name='actions_sourcenote_write_gate'),
        ),
        migrations.AddConstraint(
            model_name='strategy',
            constraint=history.write_gate.WriteGate(allows=("TG_OP = 'UPDATE' AND actions_leads_all(writer.person, OLD.id, NEW.id)",), fixed=('plan', 'section', 'owner', 'ref', 'position'), name='actions_strategy_write_gate'),
        ),
        migrations.AddConstraint(
            model_name='theme',
            constraint=history.write_gate.WriteGate(allows=('actions_leads_all(writer.person, OLD.strategy_id, NEW.strategy_id)',), name='actions_theme_write_gate'),
        ),
    ]
