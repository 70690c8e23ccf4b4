# expect: serial
# codes: NBP101
# setup
def f(v):
    print('checked',v); return v<3
ok=True
# cell
for v in [1,2,3,4,5]:
    ok=ok and f(v)
