"""Which columns hold keys of stored files: what stands in none of them is deleted."""

from lienmach.base.files import key_columns


def test_every_column_that_points_at_a_stored_file_is_looked_in() -> None:
    assert {f"{model._meta.label}.{column}" for model, column in key_columns()} == {
        "onestop.Attachment.file_key",
        "onestop.Batch.file_key",
        "onestop.SentFile.file_key",
        "registers.RegulationText.file_key",
        "reporting.Check.file_key",
        "reporting.Check.said_key",
        "reporting.Evidence.file_key",
        "reporting.House.template_key",
        "reporting.Issue.file_key",
        "reporting.Issue.signed_key",
        "reporting.Issue.word_key",
        "tasks.Proof.file_key",
    }
