# expect: parallel
# setup
class A:
    def __init__(self,b): self.b=b; self.log=[]
    def pay(self,x):
        self.b-=x
        self.log.append(x)
accs={k:A(i) for i,k in enumerate("xyzw")}
bills=[("x",1),("y",2),("z",3),("w",4)]
# cell
for who,much in bills:
    accs[who].pay(much)
