"""What this room makes known to its own engines; read when Django starts."""

from lienmach.base import files, jobs, mail, outbox

jobs.register(files.JOB, files.sweep)
jobs.register(outbox.JOB, outbox.deliver)
outbox.register("email", "Thư điện tử", mail.send)
