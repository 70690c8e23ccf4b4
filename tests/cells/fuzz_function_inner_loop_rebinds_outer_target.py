# expect: any any
# setup
class P:
    def __init__(self, x):
        self.x = x
obj3 = P(3)
# cell
out = []
text = ''
def work():
    global text
    for i in range(8):
        out.append(1)
        for j1 in range(3):
            i = obj3.x
        t_int = i + i
        text += 'a'
    return text
done = work()
