"""A made-up plan in which every table has rows."""

PLAN = "anytown-plan"

FILES = {
    "partners.csv": """\
code,name,kind,parent,public_name,succeeded_by,succeeded_on,description
anytown,Anytown Council,organisation,,,,,
community-safety,Community Safety,team,anytown,,,,
named-officer,Jane Doe,person,anytown,A named officer of Anytown,,,
police,Anytown Police,organisation,,,,,
constabulary,Old Constabulary,organisation,,,police,2020-04-01,"Police, until 2020."
""",
    "partner_aliases.csv": """\
name,partner
CST,community-safety
""",
    "former_codes.csv": """\
partner,former_code
police,the-met
""",
    "frameworks.csv": """\
code,title,introduction
anytown-principles,Anytown principles,
""",
    "principles.csv": """\
framework,kind,number,short_title,text
anytown-principles,strategic,1,Early,We step in early.
anytown-principles,strategic,2,Whole system,We work as one.
anytown-principles,enabling,1,Together,We work together.
""",
    "plan.csv": """\
slug,title,area,introduction,period_start,period_end,publication,access,exempt_paragraph,handling,framework,source_title,source_date,licence
anytown-plan,Anytown plan,Anytown,"One.

- two",2016-04-01,2018-03-31,published,open,,official,anytown-principles,A report,2016-03-24,
""",
    "periods.csv": """\
plan,code,title,starts_on,ends_on
anytown-plan,2016-17,FY2016/17,2016-04-01,2017-03-31
anytown-plan,2017-18,FY2017/18,2017-04-01,2018-03-31
""",
    "sections.csv": """\
plan,ref,title,printed_title,introduction,position
anytown-plan,1,Priorities,PRIORITIES,,1
""",
    "strategies.csv": """\
plan,ref,title,printed_title,section,text,expected_outcome,owner,quick_exit,publication,position,uid
anytown-plan,1.1,Knife crime,KNIFE CRIME,1,,Fewer knives.,police,true,published,1,00000000-0000-4000-8000-000000000001
anytown-plan,1.2,Prose,,,We will talk.,,,,draft,2,00000000-0000-4000-8000-000000000002
""",
    "themes.csv": """\
plan,strategy,title,text,objective,position,uid
anytown-plan,1.1,Enforcement,,To enforce.,1,00000000-0000-4000-8000-000000000003
""",
    "former_themes.csv": """\
plan,strategy,theme,former_theme
anytown-plan,1.1,Enforcement,stop-and-search
""",
    "actions.csv": """\
action_no,action,lead_partners,strategic_principles,enabling_principles,plan,strategy,theme,printed_ref,kind,\
expected_outcome,starts_on,due_on,publication,access,exempt_paragraph,handling,position,uid
1.1.1,Patrol.,CST / Jane Doe,[Strategic Principle 1] We step in early.,,anytown-plan,1.1,Enforcement,1.11,action,,\
2016-04-01,2017-03-31,published,open,,official,1,00000000-0000-4000-8000-000000000011
1.1.2,''Op Fox' again.,,,,anytown-plan,1.1,Enforcement,1.1.2,improvement,Safer.,,,draft,open,,official,2,\
00000000-0000-4000-8000-000000000012
""",
    "former_refs.csv": """\
plan,strategy,action,former_ref
anytown-plan,,1.1.2,1.1.3
anytown-plan,1.2,,2.1
anytown-plan,,1.1.1,1.1.3
""",
    "leads.csv": """\
plan,action,partner,role,printed,position,response,response_reason,responded_on
anytown-plan,1.1.1,community-safety,lead,CST,1,accepted,,2016-05-01
anytown-plan,1.1.1,named-officer,support,Jane Doe,2,disputed,I only advise.,2016-05-02
""",
    "alignments.csv": """\
plan,action,strategy,framework,principle,basis,printed,inherited_from,reason,confirmed_on
anytown-plan,,1.2,anytown-principles,strategic-2,stated,“as one”,,,
anytown-plan,1.1.1,,anytown-principles,strategic-1,stated,[Strategic Principle 1] We step in early.,,,
anytown-plan,1.1.1,,anytown-principles,enabling-1,assessed,,,Two partners lead.,
anytown-plan,1.1.2,,anytown-principles,strategic-1,inherited,,1.1.1,,2016-06-01
""",
    "alignment_rejections.csv": """\
plan,action,framework,principle,inherited_from,reason,rejected_on
anytown-plan,1.1.2,anytown-principles,strategic-2,1.1.1,It does not.,2016-06-01
""",
    "milestones.csv": """\
plan,action,period,position,text
anytown-plan,1.1.1,2016-17,1,Buy boots.
anytown-plan,1.1.1,2016-17,2,Walk.
anytown-plan,1.1.1,2017-18,1,Run.
""",
    "indicators.csv": """\
plan,code,strategy,theme,title,unit,direction,baseline,note,position
anytown-plan,knives,1.1,Enforcement,Knives found,knives,increase,12 in 2015,,1
anytown-plan,fear,,,Fear of crime,%,,,,2
""",
    "measurements.csv": """\
plan,indicator,period,target,actual,target_printed,actual_printed,note
anytown-plan,knives,2016-17,100,'-0.5,a hundred,,
anytown-plan,knives,2017-18,,,Tbc,,
anytown-plan,fear,2016-17,12.25,13,,,Survey
""",
    "updates.csv": """\
uid,plan,action,reported_on,status,direction,narrative,next_update_due,publication,access,exempt_paragraph,handling
00000000-0000-4000-8000-000000000021,anytown-plan,1.1.1,2016-06-30,at_risk,improving,Boots.,2016-09-30,published,open,,official
00000000-0000-4000-8000-000000000022,anytown-plan,1.1.1,2016-09-30,completed,,,,draft,open,,official
""",
    "evidence.csv": """\
plan,update,position,title,url
anytown-plan,00000000-0000-4000-8000-000000000021,1,Minutes of June,https://example.org/minutes
anytown-plan,00000000-0000-4000-8000-000000000022,1,Draft minutes,https://example.org/draft
""",
    "source_notes.csv": """\
plan,number,kind,strategy,action,subject,printed,note
anytown-plan,1,numbering,,1.1.1,,1.11,Read as 1.1.1.
anytown-plan,2,text,1.2,,,,No table.
anytown-plan,3,layout,,,Cover,,No cover.
""",
    "glossary.csv": """\
plan,term,expansion,basis,note
anytown-plan,CST,Community Safety Team,public,
anytown-plan,GSVB,,unexpanded,A board.
""",
}


def write_files(folder, **changes):
    """Write the plan's tables to `folder` and return it; `changes` maps "actions" to a function of that file's text."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in FILES.items():
        change = changes.get(file.removesuffix(".csv"), str)
        (folder / file).write_text(change(text), encoding="utf-8", newline="")
    return folder
