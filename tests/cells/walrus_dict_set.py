# expect: any any
# setup
# cell
d={k:(v:=k*2) for k in range(5)}
s={(u:=k%3) for k in range(7)}
both=(u,v)
