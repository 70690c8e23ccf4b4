# setup
# cell
for i in range(8):
    try:
        z = [1, 2, 3][i]
    except IndexError as error:
        error.add_note(f'at {i}')
        raise
