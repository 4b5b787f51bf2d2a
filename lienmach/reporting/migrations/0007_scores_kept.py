from django.db import migrations

TABLES = ("scorechange", "frozenscore")
KEPT = "".join(
    f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE ON reporting_{table}"
    " FOR EACH ROW EXECUTE FUNCTION reporting_keep();\n"
    for table in TABLES
)
NOT_KEPT = "".join(
    f"DROP TRIGGER {table}_is_kept ON reporting_{table};\n" for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0006_scores")]

    operations = [migrations.RunSQL(KEPT, NOT_KEPT)]
