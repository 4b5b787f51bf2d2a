from django.db import migrations

KEPT = """
CREATE FUNCTION cases_keep_the_trail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the trail of a case is never changed' USING ERRCODE = '23514';
END $$;
CREATE TRIGGER trail_is_kept BEFORE UPDATE OR DELETE ON cases_caseevent
    FOR EACH ROW EXECUTE FUNCTION cases_keep_the_trail();
"""
NOT_KEPT = """
DROP TRIGGER trail_is_kept ON cases_caseevent;
DROP FUNCTION cases_keep_the_trail();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [migrations.RunSQL(KEPT, NOT_KEPT)]
