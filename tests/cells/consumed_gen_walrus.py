# setup
# cell
r=[last for x in range(5) if (last:=x*x)>3]
