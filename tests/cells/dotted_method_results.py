# expect: parallel
# setup
def f(x): return x*x
# cell
class E:
    def __init__(self,n,k):
        self.n=n; self.k=k; self.results=[]; self.best=None
    def run(self):
        for i in range(self.n):
            y=f(i)*self.k
            self.results.append(y)
        return self
e=E(9,3).run()
