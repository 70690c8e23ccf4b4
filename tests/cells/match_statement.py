# expect: parallel
# setup
xs=[[1,2],{'k':3},5]
o=[]
# cell
for x in xs:
    match x:
        case [a,b]: o.append(a+b)
        case {'k':v}: o.append(v)
        case _: o.append(None)
