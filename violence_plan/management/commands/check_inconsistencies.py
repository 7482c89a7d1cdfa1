"""manage.py check_inconsistencies"""

from violence_plan.audits.findings import AuditCommand
from violence_plan.audits.inconsistencies import check_inconsistencies


class Command(AuditCommand):
    """Prints which rules of the data are broken that no constraint can hold. Exit code 1 where there is any.

    With --json one object: findings, each with rule, sentence and rows, by uid or number and never by their words.
    """

    help = "Look for what no constraint can hold: merged cells, dates, numbers, sessions, search entries, the ledger."

    def audit(self):
        return check_inconsistencies()
