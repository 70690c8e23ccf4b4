# expect: serial
# setup
# cell
r=list(map(pow,[1,2],5))
