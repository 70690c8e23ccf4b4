# expect: any
# setup
import io
from PIL import Image

def written(level):
    buffer = io.BytesIO()
    Image.new('L', (3, 3), level).save(buffer, 'PNG')
    return buffer.getvalue()

data = [written(level) for level in range(8)]
pictures, sizes = [], []
# cell
for one in data:
    picture = Image.open(io.BytesIO(one))
    pictures.append(picture)
    sizes.append(picture.size)
known = [(type(p).__name__, p.format, p.custom_mimetype, p.readonly) for p in pictures]
values = [p.getpixel((1, 1)) for p in pictures]
del pictures, picture
