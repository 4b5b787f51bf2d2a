"""Offices are found by their long and their short names; one name is one key."""

from django.db import migrations

# Words of a name as ``calc.text.fold`` leaves them; the short ones are official.
SHORT = {"uy ban nhan dan": "ubnd", "hoi dong nhan dan": "hdnd"}


def shorten(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for long, short in SHORT.items():
            words = " & ".join(f"'{word}'" for word in long.split())
            cursor.execute(
                "UPDATE registers_officialdocument"
                " SET tokens = tokens || array_to_tsvector(ARRAY[%s])"
                " WHERE tokens @@ %s::tsquery",
                [short, words],
            )
            # Two entries that differ in this alone stay two: a person merges them.
            cursor.execute(
                "UPDATE registers_officialdocument AS one"
                " SET issuer_key = replace(issuer_key, %s, %s)"
                " WHERE strpos(issuer_key, %s) > 0 AND NOT EXISTS ("
                "SELECT 1 FROM registers_officialdocument AS other"
                " WHERE other.id <> one.id AND other.number_key = one.number_key"
                " AND other.year IS NOT DISTINCT FROM one.year"
                " AND replace(other.issuer_key, %s, %s)"
                " = replace(one.issuer_key, %s, %s))",
                [long, short, long, long, short, long, short],
            )


class Migration(migrations.Migration):
    dependencies = [("registers", "0013_merged_documents")]

    operations = [migrations.RunPython(shorten, migrations.RunPython.noop)]
