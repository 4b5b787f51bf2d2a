from django.db import migrations

TABLES = ("cellchange", "frozencell")
KEPT = """
CREATE FUNCTION reporting_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was reported is never changed' USING ERRCODE = '23514';
END $$;
""" + "".join(
    f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE ON reporting_{table}"
    " FOR EACH ROW EXECUTE FUNCTION reporting_keep();\n"
    for table in TABLES
)
NOT_KEPT = "".join(
    f"DROP TRIGGER {table}_is_kept ON reporting_{table};\n" for table in TABLES
) + "DROP FUNCTION reporting_keep();"


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_reports")]

    operations = [migrations.RunSQL(KEPT, NOT_KEPT)]
