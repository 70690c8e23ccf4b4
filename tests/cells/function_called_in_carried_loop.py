# expect: any
# setup
# cell
def step(xs):
    new=[]
    for x in xs:
        new.append(x*0.5+1)
    return new
state=[1.0,2.0,3.0]
while len(state)<4 and state[0]<1.9:
    state=step(state)
for k in range(3):
    state=step(state)
