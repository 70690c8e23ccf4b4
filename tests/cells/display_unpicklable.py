# expect: any parallel
# setup
from IPython.display import HTML, Markdown, display
xs = list(range(12))
header = HTML("<h1>all</h1>")
# cell
for x in xs:
    display({x: 1}.keys() if x == 7 else x)
for x in xs:
    display(HTML(f"<b>{x}</b>"), Markdown(f"*{x}*"), header)
