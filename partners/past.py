"""What is told of partners as they stood: whoever is, or ever was, a private person is one at any past moment."""

from history.past import Telling, todays, with_history
from partners.models import Alias, Partner

# What the public reads, or read last, of the private person that a partner is or ever was; NULL where it never was one.
FACE = """(
    SELECT face.public_name FROM "{history}" face WHERE face.pgh_obj_id = {partner} AND face.kind = 'person'
    ORDER BY face.pgh_id DESC LIMIT 1
)"""


def face(partner):
    """The SQL of the public face of the partner whose id the SQL `partner` gives; NULL unless ever a private person."""
    return FACE.format(history=with_history()[Partner]._meta.db_table, partner=partner)


def telling_of_partners(names):
    """The Telling of Partner and of Alias, by model, for a reader; `names` says whether of private persons' names."""
    seen = face("past.id")
    instead = {
        "kind": f"CASE WHEN {seen} IS NULL THEN past.kind ELSE '{Partner.Kind.PERSON}' END",
        "public_name": f"COALESCE({seen}, '')",
        "description": f"CASE WHEN {seen} IS NULL THEN past.description ELSE {todays(Partner, 'description')} END",
    }
    if names:
        return {Partner: Telling(instead=instead)}
    return {
        Partner: Telling(instead=instead | {"name": f"COALESCE({seen}, past.name)"}),
        Alias: Telling(only=(f"{face('past.partner_id')} IS NULL",)),
    }
