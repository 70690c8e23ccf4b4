# expect: parallel
# setup
import heapq
h=[]
# cell
for i in range(20):
    heapq.heappush(h,(i*7)%11)
