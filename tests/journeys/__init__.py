import pytest

for scenes in ("counter_day", "counter_morning", "counter_afternoon", "working_day"):
    pytest.register_assert_rewrite(f"tests.journeys.{scenes}")
