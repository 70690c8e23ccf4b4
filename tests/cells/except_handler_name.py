# expect: parallel
# setup
out=[]
# cell
for i in range(5):
    try:
        v=1/(i-2)
    except ZeroDivisionError as e:
        v=str(e)
    out.append(v)
