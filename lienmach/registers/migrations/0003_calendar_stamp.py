from django.db import migrations

# A new stamp with every change of the calendar: as long as it is the same, what was read
# before still holds. A change that is undone takes its stamp with it.
STAMP = """
CREATE TABLE registers_calendarstamp (
    is_the_one boolean PRIMARY KEY DEFAULT true CHECK (is_the_one),
    stamp uuid NOT NULL
);
INSERT INTO registers_calendarstamp (stamp) VALUES (gen_random_uuid());
CREATE FUNCTION registers_stamp_the_calendar() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO registers_calendarstamp (stamp) VALUES (gen_random_uuid())
        ON CONFLICT (is_the_one) DO UPDATE SET stamp = excluded.stamp;
    RETURN NULL;
END $$;
CREATE TRIGGER calendar_is_stamped
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON registers_calendarday
    FOR EACH STATEMENT EXECUTE FUNCTION registers_stamp_the_calendar();
CREATE TRIGGER calendar_is_stamped
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON registers_calendaryear
    FOR EACH STATEMENT EXECUTE FUNCTION registers_stamp_the_calendar();
CREATE TRIGGER calendar_is_stamped
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON registers_hours
    FOR EACH STATEMENT EXECUTE FUNCTION registers_stamp_the_calendar();
"""
NO_STAMP = """
DROP TRIGGER calendar_is_stamped ON registers_hours;
DROP TRIGGER calendar_is_stamped ON registers_calendaryear;
DROP TRIGGER calendar_is_stamped ON registers_calendarday;
DROP FUNCTION registers_stamp_the_calendar();
DROP TABLE registers_calendarstamp;
"""


class Migration(migrations.Migration):
    dependencies = [("registers", "0002_calendar_and_procedures")]

    operations = [migrations.RunSQL(STAMP, NO_STAMP)]
