from django.db import migrations

KEPT = """
CREATE FUNCTION onestop_lines_make_up_the_receipt() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    row jsonb := to_jsonb(NEW);
    receipt bigint := coalesce(row ->> 'receipt_id', row ->> 'id');
    found bigint;
    wanted bigint;
BEGIN
    SELECT amount INTO wanted FROM onestop_receipt WHERE id = receipt;
    SELECT coalesce(sum(amount), 0) INTO found
        FROM onestop_receiptline WHERE receipt_id = receipt;
    IF wanted <> found THEN
        RAISE EXCEPTION 'The lines of receipt % make % and not %', receipt, found, wanted
            USING ERRCODE = '23514', CONSTRAINT = 'lines_make_up_the_receipt';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER lines_make_up_the_receipt
    AFTER INSERT ON onestop_receipt
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION onestop_lines_make_up_the_receipt();
CREATE CONSTRAINT TRIGGER lines_make_up_the_receipt
    AFTER INSERT ON onestop_receiptline
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION onestop_lines_make_up_the_receipt();

CREATE FUNCTION onestop_keep_the_money() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was taken or closed is never changed' USING ERRCODE = '23514';
END $$;
CREATE FUNCTION onestop_keep_the_receipt() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    later text[] := '{cancelled_at,cancelled_by_id,cancelled_day,cancel_reason}';
BEGIN
    IF TG_OP = 'DELETE' OR OLD.cancelled_at IS NOT NULL
       OR to_jsonb(NEW) - later <> to_jsonb(OLD) - later
    THEN
        RAISE EXCEPTION 'a receipt is cancelled, never changed' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER receipt_is_kept BEFORE UPDATE OR DELETE ON onestop_receipt
    FOR EACH ROW EXECUTE FUNCTION onestop_keep_the_receipt();
CREATE TRIGGER receipt_line_is_kept BEFORE UPDATE OR DELETE ON onestop_receiptline
    FOR EACH ROW EXECUTE FUNCTION onestop_keep_the_money();
CREATE TRIGGER closing_is_kept BEFORE UPDATE OR DELETE ON onestop_closing
    FOR EACH ROW EXECUTE FUNCTION onestop_keep_the_money();
"""
NOT_KEPT = """
DROP TRIGGER closing_is_kept ON onestop_closing;
DROP TRIGGER receipt_line_is_kept ON onestop_receiptline;
DROP TRIGGER receipt_is_kept ON onestop_receipt;
DROP TRIGGER lines_make_up_the_receipt ON onestop_receiptline;
DROP TRIGGER lines_make_up_the_receipt ON onestop_receipt;
DROP FUNCTION onestop_keep_the_receipt();
DROP FUNCTION onestop_keep_the_money();
DROP FUNCTION onestop_lines_make_up_the_receipt();
"""


class Migration(migrations.Migration):
    dependencies = [("onestop", "0001_initial")]

    operations = [migrations.RunSQL(KEPT, NOT_KEPT)]
