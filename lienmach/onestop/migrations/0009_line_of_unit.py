import django.db.models.deletion
from django.db import migrations, models

# What was taken is never changed; that it was taken at the receipt's counter is no news.
FILL = """
ALTER TABLE onestop_receiptline DISABLE TRIGGER receipt_line_is_kept;
UPDATE onestop_receiptline AS line SET unit_id = receipt.unit_id
FROM onestop_receipt AS receipt WHERE receipt.id = line.receipt_id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE onestop_receiptline ENABLE TRIGGER receipt_line_is_kept;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('onestop', '0008_coachings'),
        ('org', '0003_setting_changed'),
    ]

    operations = [
        migrations.AddField(
            model_name='receiptline',
            name='unit',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit'),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='receiptline',
            name='unit',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit'),
        ),
        migrations.AlterField(
            model_name='receiptline',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='thu cho'),
        ),
        migrations.AddIndex(
            model_name='receiptline',
            index=models.Index(fields=['unit', 'agency'], name='line_by_unit'),
        ),
    ]
