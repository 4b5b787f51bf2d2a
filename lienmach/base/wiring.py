"""What this room makes known to its own engines; read when Django starts."""

from lienmach.base import jobs, mail, outbox

jobs.register(outbox.JOB, outbox.deliver)
outbox.register("email", "Thư điện tử", mail.send)
