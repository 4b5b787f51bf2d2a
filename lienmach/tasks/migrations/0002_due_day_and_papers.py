from django.db import migrations, models

# The day in force as it was given: the one last granted, else the first.
FILL = """
UPDATE tasks_task AS task SET due_on = COALESCE((
    SELECT later.until FROM tasks_extension AS later
    WHERE later.task_id = task.case_id AND later.is_granted
    ORDER BY later.id DESC LIMIT 1
), task.first_due_on);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='task',
            name='due_on',
            field=models.DateField(null=True, verbose_name='hạn'),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='task',
            name='due_on',
            field=models.DateField(verbose_name='hạn'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('first_due_on'))), name='task_is_put_off_only'),
        ),
        migrations.AddField(
            model_name='mandatepaper',
            name='withdrawn_at',
            field=models.DateTimeField(null=True, verbose_name='rút lúc'),
        ),
        migrations.AddField(
            model_name='mandatepaper',
            name='withdrawn_why',
            field=models.CharField(blank=True, max_length=300, verbose_name='vì sao rút'),
        ),
        migrations.RemoveConstraint(
            model_name='mandatepaper',
            name='a_paper_of_a_mandate_stands_once',
        ),
        migrations.AddConstraint(
            model_name='mandatepaper',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('mandate', 'number', 'issued_on', 'issuer'), name='a_paper_of_a_mandate_stands_once'),
        ),
    ]
