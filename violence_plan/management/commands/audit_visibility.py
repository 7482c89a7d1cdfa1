"""manage.py audit_visibility"""

from violence_plan.audits.findings import AuditCommand
from violence_plan.audits.visibility import audit_visibility


class Command(AuditCommand):
    """Prints what a stranger could read in this database and should not. Exit code 1 where there is any.

    With --json one object: findings, each with rule, sentence and rows, by uid or number and never by their words.
    """

    help = "Hunt for what strangers could read and should not: lists, search, ledger, partners, names in public texts."

    def audit(self):
        return audit_visibility()
