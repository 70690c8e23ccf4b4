# expect: parallel
# setup
def parse(text):
    try:
        return int(text)
    except ValueError as error:
        raise KeyError(text) from error

texts = ["1", "a", "2", "b", "3", "c"]
failed = []
# cell
def parse_all(texts):
    numbers = []
    for text in texts:
        try:
            numbers.append(parse(text))
        except KeyError as error:
            error.text = text
            failed.append(error)
            numbers.append(error)
    return numbers

numbers = parse_all(texts)
