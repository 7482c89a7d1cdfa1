"""Where requests are counted, by who asks and minute: as cheap as can be, and forgotten if the database falls."""

from django.db import migrations

COUNTS = """
CREATE UNLOGGED TABLE accounts_requests (
    minute bigint NOT NULL,
    who text NOT NULL,
    taken bigint NOT NULL,
    PRIMARY KEY (minute, who)
);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_who_may_make_keys")]
    operations = [migrations.RunSQL(COUNTS, "DROP TABLE accounts_requests")]
