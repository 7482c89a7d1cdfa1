"""Whoever keeps a copy of what is public: by polling for what changed, or by pulling everything."""

from django.db import connection

from violence_plan.api.lists import LISTS

CHANGES = "/api/v1/changes/"


class Copy:
    """A copy that is kept by polling, as `docs/api.md` says: `rows` by list and key."""

    def __init__(self, client, page_size=1000):
        self.client, self.page_size, self.cursor, self.rows = client, page_size, "", {}

    def poll(self):
        """Take in all there is to be told; return it, as tuples of a word, a list and a key."""
        told, more = [], True
        while more:
            response = self.client.get(CHANGES, {"since": self.cursor, "page_size": self.page_size})
            assert response.status_code == 200, response.content
            answer = response.json()
            for change in answer["changes"]:
                self.take_in(change)
                told.append((change["change"], change["resource"], change["key"]))
            self.cursor, more = answer["cursor"], answer["more"]
        return told

    def take_in(self, change):
        """One change."""
        if change["change"] == "delete":
            self.rows.pop((change["resource"], change["key"]), None)
        else:
            self.rows[change["resource"], change["key"]] = change["row"]


def pulled(client):
    """Everything that the lists tell this reader, as `rows` of a Copy."""
    rows = {}
    for name, (viewset, _) in LISTS.items():
        address = f"/api/v1/{name}/?page_size=1000"
        while address:
            page = client.get(address).json()
            for row in page["results"]:
                rows[name, viewset.key_of(row)] = row
            address = page["next"]
    return rows


def end_transaction():
    """Let what is written from now on count as another transaction, within the one that a test is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('history.turn', '', true), set_config('history.counted', '', true)")
