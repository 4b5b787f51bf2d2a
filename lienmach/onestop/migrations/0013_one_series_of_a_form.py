"""A form has one series in a year of a unit, whether or not there is a dossier."""

from django.db import migrations

# What comes next is above both; numbers that were given stay as they are.
JOIN = """
INSERT INTO onestop_counter (series, unit_id, period, last)
SELECT 'slip-' || substr(series, 5), unit_id, period, last FROM onestop_counter
WHERE series LIKE 'not-%'
ON CONFLICT (series, unit_id, period)
DO UPDATE SET last = greatest(onestop_counter.last, excluded.last);
DELETE FROM onestop_counter WHERE series LIKE 'not-%';
"""


class Migration(migrations.Migration):

    dependencies = [
        ("onestop", "0012_badly_signed"),
    ]

    operations = [
        migrations.RunSQL(JOIN, migrations.RunSQL.noop),
    ]
