# expect: any
# setup
class A:
    def __init__(self,b): self.b=b
accs={k:A(i) for i,k in enumerate("xy")}
bills=[("x",1),("y",2),("x",3),("y",4),("x",5)]
# cell
for who,much in bills:
    accs[who].b=accs[who].b*2-much
