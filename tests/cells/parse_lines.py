# expect: parallel
# setup
text='a=1\nb=2\nc=3'
conf={}
# cell
for line in text.splitlines():
    k,_,v=line.partition('=')
    conf[k.strip()]=int(v)
