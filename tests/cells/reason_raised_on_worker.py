# expect: any
# codes: NBP501
# under: far
# setup
import ast
import re
from pathlib import Path

paths = [Path(re.__file__), Path(ast.__file__)]
# cell
sizes = []
for path in paths:
    sizes.append(len(path.read_text()))
