# expect: parallel
# setup
import heapq
h=[]
# cell
for x in [3,1,'a',2]:
    heapq.heappush(h,x)
