# expect: parallel
# setup
errs = []
# cell
for i, v in enumerate(['1', 'x', 'y']):
    try:
        int(v)
    except ValueError as e:
        e.add_note(f'row {i}')
        errs.append(f'{e} {e.__notes__}')
