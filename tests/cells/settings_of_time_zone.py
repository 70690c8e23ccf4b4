# expect: parallel
# setup
import os, time, datetime
os.environ["TZ"] = "Asia/Tokyo"; time.tzset()
out = []
# cell
for i in range(5):
    out.append((time.strftime("%H %Z", time.localtime(i * 3600)), datetime.datetime.fromtimestamp(i * 3600).hour))
del os.environ["TZ"]; time.tzset()
