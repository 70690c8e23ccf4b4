# expect: parallel
# setup
import os, time, datetime
out = []
# cell
os.environ["TZ"] = "Asia/Tokyo"; time.tzset()
for i in range(5):
    out.append((time.strftime("%H %Z", time.localtime(i * 3600)), datetime.datetime.fromtimestamp(i * 3600).hour))
del os.environ["TZ"]; time.tzset()
