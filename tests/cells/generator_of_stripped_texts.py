# expect: parallel
# setup
def read(lines):
    for line in lines:
        line = line.strip()
        if line:
            key, _, value = line.partition('=')
            yield key.strip(), value.strip()
conf = {}
# cell
for k, v in read(['a = 1', '', 'b=2', 'c = 3']):
    conf[k] = int(v)
