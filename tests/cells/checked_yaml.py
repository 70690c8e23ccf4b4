# expect: checked
# setup
import yaml
texts = [f'a: {i}\nb: [1, {i}]' for i in range(8)]
# cell
out = [yaml.safe_load(text) for text in texts]
