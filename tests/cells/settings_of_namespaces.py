# expect: parallel
# setup
import xml.etree.ElementTree as ET
out = []
# cell
ET.register_namespace("zz", "http://x/y")
for i in range(4):
    e = ET.fromstring('<q:a xmlns:q="http://x/y"/>')
    out.append(ET.tostring(e))
