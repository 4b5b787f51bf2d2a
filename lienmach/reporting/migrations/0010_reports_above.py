import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0009_scoring_cancelled'),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='above',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='below', to='reporting.report', verbose_name='nộp vào'),
        ),
        migrations.AddField(
            model_name='sheet',
            name='is_stale',
            field=models.BooleanField(default=False, verbose_name='phải đếm lại'),
        ),
        migrations.AddIndex(
            model_name='sheet',
            index=models.Index(condition=models.Q(('is_stale', True)), fields=['id'], name='sheet_to_count'),
        ),
    ]
