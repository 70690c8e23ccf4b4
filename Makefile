# Each target makes .venv by itself when it is missing or older than pyproject.toml.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.made-from-pyproject

.PHONY: help demo lab test check bench pictures clean

help:
	@echo "make demo    run the quickstart on real data and print what the loops gained"
	@echo "make lab     open the quickstart in JupyterLab"
	@echo "make test    run the tests (the browser tests need Chromium)"
	@echo "make check   formatting, types, import rules"
	@echo "make bench   measure against the plain cell and other tools"
	@echo "make pictures  take docs/images again (needs Chromium)"
	@echo "make clean   remove .venv and generated files"

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
	  { echo "nbparallel needs Python 3.11 to 3.13; name one: make PYTHON=python3.12 ..."; exit 1; }
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv --quiet --clear --python $(PYTHON) $(VENV) && \
	  uv pip install --quiet --python $(BIN)/python -e '.[test]'; \
	else \
	  $(PYTHON) -m venv --clear $(VENV) || \
	    { echo "no venv in this Python; on Debian: apt-get install python3-venv"; exit 1; }; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --retries 8 -e '.[test]'; \
	fi
	@touch $@

demo: $(STAMP)
	$(BIN)/python notebooks/run_demo.py

lab: $(STAMP)
	$(BIN)/jupyter lab notebooks/quickstart.ipynb

test: $(STAMP)
	$(BIN)/python -m pytest

check: $(STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP)
	@if command -v uv >/dev/null 2>&1; then \
	  uv pip install --quiet --python $(BIN)/python -e '.[bench]'; \
	else \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'; \
	fi
	$(BIN)/python benchmarks/analysis.py
	$(BIN)/python benchmarks/tiny.py
	$(BIN)/python benchmarks/table.py --out bench-table.json --plot bench-table.html
	$(BIN)/python benchmarks/sweep.py --out bench-sweep.json

pictures: $(STAMP)
	$(BIN)/python -m tests.browser.pictures

clean:
	rm -rf $(VENV) .demo bench-table.* bench-sweep.* build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
