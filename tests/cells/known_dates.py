# expect: parallel
# setup
from datetime import datetime, timedelta
logs = [f"2024-03-0{k} 10:0{k}:00" for k in range(1, 8)]
out = []
# cell
for line in logs:
    t = datetime.strptime(line, '%Y-%m-%d %H:%M:%S') + timedelta(hours=2)
    out.append((t.isoformat(), (t - datetime(2024, 1, 1)).total_seconds()))
