# expect: parallel
# setup
from datetime import datetime, timedelta
logs = [('2024-01-01T10:00:00', '2024-01-01T11:30:00'), ('2024-02-01T00:00:00', '2024-02-03T00:00:01')] * 3
# cell
out = []
for a, b in logs:
    span = datetime.fromisoformat(b) - datetime.fromisoformat(a)
    mid = datetime.fromisoformat(a) + span / 2
    out.append((span.total_seconds() / 60, mid.date().replace(day=1).isoformat(), (timedelta(hours=1) + mid).time().hour))
