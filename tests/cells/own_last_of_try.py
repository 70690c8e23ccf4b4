# expect: parallel
# setup
nums, bad = [], []
# cell
for i, v in enumerate(['1', 'x', '3', '4']):
    try:
        nums.append(float(v))
    except ValueError:
        bad.append(i)
    else:
        print(nums[-1])
