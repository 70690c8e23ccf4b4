# expect: any
# setup
class Meta:
    def __getattr__(self, name):
        return name
m = Meta()
# cell
out = [m.hello + str(k) for k in range(9)]
