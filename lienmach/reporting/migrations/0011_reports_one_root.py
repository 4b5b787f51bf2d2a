from django.db import migrations, models

# Until now all units of a round handed in to its owner. Foreign keys are looked at here
# at once: a table with checks that wait cannot be changed.
CLIMB = """
SET CONSTRAINTS ALL IMMEDIATE;
UPDATE reporting_report AS report
SET above_id = own.case_id
FROM reporting_report AS own
JOIN reporting_round AS round ON round.id = own.round_id
WHERE own.unit_id = round.owner_id AND own.round_id = report.round_id
  AND report.case_id <> own.case_id;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0010_reports_above'),
    ]

    operations = [
        migrations.RunSQL(CLIMB, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('above', None)), fields=('round',), name='one_report_has_none_above'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('above', models.F('case')), _negated=True), name='report_is_not_above_itself'),
        ),
    ]
