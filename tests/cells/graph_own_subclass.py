# expect: any
# setup
import networkx as nx
class MyG(nx.Graph): pass
G = nx.path_graph(7, create_using=MyG)
# cell
for n in range(6):
    G.nodes[n]['x'] = n
