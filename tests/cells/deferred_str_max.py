# expect: parallel
# setup
best=''
# cell
for w in ['pear','fig','apple']:
    if len(w)>len(best): best=w
