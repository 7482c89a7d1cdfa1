"""One SECRET_KEY on every node: its keyed digest is in the database since the first start, and held to at each start.

A node with another key would sign sessions and links that the others refuse, and nobody could tell why.
"""

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from violence_plan.models import SecretKeyDigest


class OtherKeyError(Exception):
    """This node's SECRET_KEY is not that of the portal; the message says so, and how to mend it."""


def digest():
    """The digest of this node's key: hex, and nothing of the key can be read off it."""
    return salted_hmac("violence_plan.nodes", "the key of every node", algorithm="sha256").hexdigest()


def hold_to_secret_key():
    """Remember the key at the first start; from then on refuse another.

    Raises OtherKeyError, with the mend. Nodes that start at one moment agree on the key of one of them.
    """
    kept, _ = SecretKeyDigest.objects.get_or_create(only=True, defaults={"digest": digest()})
    if not constant_time_compare(kept.digest, digest()):
        raise OtherKeyError(
            "SECRET_KEY is not the one that this portal's database was first started with. Every node has to have the "
            "same: set it to that one (on one machine it is in var/secret_key). If it is lost, or is to be changed on "
            "purpose: stop every node, set the new key on each, run script/manage change_secret_key once, and start."
        )


@transaction.atomic
def change_secret_key():
    """Make this node's key the portal's: from now on every other is refused. Returns whether it was another before."""
    before = SecretKeyDigest.objects.select_for_update().first()
    SecretKeyDigest.objects.update_or_create(only=True, defaults={"digest": digest()})
    return before is not None and not constant_time_compare(before.digest, digest())
