from datetime import timedelta
from typing import Any

from django.db import migrations, models
from django.utils import timezone


def _look_later(apps: Any, schema_editor: Any) -> None:
    """Drafts begun before they were forgotten are looked at a month from now."""
    now = timezone.now()
    drafts = apps.get_model("onestop", "Sending").objects.filter(state="draft")
    apps.get_model("base", "Job").objects.bulk_create(
        apps.get_model("base", "Job")(
            kind="onestop.draft",
            payload={"sending": pk},
            made_at=now,
            run_after=now + timedelta(days=30),
        )
        for pk in drafts.values_list("pk", flat=True)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0002_outbox"),
        ("onestop", "0004_batches"),
    ]
    operations = [
        migrations.AlterField(
            model_name="batch",
            name="verb",
            field=models.CharField(
                choices=[
                    ("accept", "Nhận xử lý"),
                    ("assign", "Phân công"),
                    ("move", "Chuyển đơn vị"),
                    ("undo", "Hoàn tác"),
                    ("export", "Xuất danh sách"),
                ],
                max_length=10,
                verbose_name="việc",
            ),
        ),
        migrations.RenameField("sending", "begun_at", "changed_at"),
        migrations.AlterField(
            model_name="sending",
            name="changed_at",
            field=models.DateTimeField(verbose_name="soạn lần cuối lúc"),
        ),
        migrations.RunPython(_look_later, migrations.RunPython.noop),
    ]
