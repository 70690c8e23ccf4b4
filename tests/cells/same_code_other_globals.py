# expect: serial
# codes: NBP107
# setup
import types
kept = []
def add(value):
    return function(value)
function = abs
first = types.FunctionType(add.__code__, {"function": abs})
second = types.FunctionType(add.__code__, {"function": kept.append})
# cell
for x in range(40):
    y = first(x)
    second(x)
