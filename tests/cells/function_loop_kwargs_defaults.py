# expect: parallel
# setup
# cell
def work(xs,*more,scale=2,**kw):
    """Doc."""
    res=[]
    for x in xs:
        res.append(x*scale+len(more)+len(kw))
    return res
a=work([1,2,3]); b=work([1,2],5,scale=3,z=1)
