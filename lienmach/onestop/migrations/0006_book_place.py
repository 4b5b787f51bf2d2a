from django.db import migrations, models
from django.db.models.functions import Cast


class Migration(migrations.Migration):
    dependencies = [
        ("onestop", "0005_drafts"),
    ]
    operations = [
        migrations.AddIndex(
            model_name="bookentry",
            index=models.Index(
                Cast("year", models.BigIntegerField()) * models.Value(1_000_000_000)
                + models.F("number"),
                models.F("dossier"),
                name="line_place",
            ),
        ),
    ]
