from django.db import migrations

KEPT = """
CREATE TRIGGER sectiontext_is_kept BEFORE UPDATE OR DELETE ON reporting_sectiontext
    FOR EACH ROW EXECUTE FUNCTION reporting_keep();
"""
NOT_KEPT = "DROP TRIGGER sectiontext_is_kept ON reporting_sectiontext;"


class Migration(migrations.Migration):
    dependencies = [("reporting", "0004_texts")]

    operations = [migrations.RunSQL(KEPT, NOT_KEPT)]
