# expect: parallel
# setup
import networkx as nx
G = nx.path_graph(6)
vals = {n: n / 2 for n in G}
# cell
for n in G.nodes():
    G.nodes[n]['val'] = vals[n] ** 2
    G.nodes[n]['label'] = f'node {n}'
