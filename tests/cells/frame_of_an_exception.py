# expect: serial
# codes: NBP206
# setup
kept = []
# cell
for n in range(12):
    try:
        1 / (n % 3)
    except ZeroDivisionError as error:
        kept.append(sorted(error.__traceback__.tb_frame.f_locals))
