"""What this room makes known to the engines and to the frame."""

from lienmach.base import jobs
from lienmach.base.navigation import Entry
from lienmach.base.navigation import registry as navigation
from lienmach.org import registry
from lienmach.reporting.actions import checks as actions
from lienmach.reporting.models import RIGHT

jobs.register(actions.JOB, actions.run)
registry.right(
    RIGHT,
    "Rà soát báo cáo",
    *("chuyenvien", "lanhdao", "noivu", "tuphap", "xa", "thanhtra"),
)
navigation.add(Entry("Rà soát", "file-search", "reporting:checks", 50))
