"""What this room makes known to the engines."""

from lienmach.base import jobs
from lienmach.reporting import actions

jobs.register(actions.JOB, actions.run)
