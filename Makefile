# make run    set up, build the index if it is missing or stale, open the page
# make test   set up, run every test
# make check  lint, types and tests

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.PHONY: run test check lint types index install clean

run: index
	$(BIN)/python app.py

test: install
	$(BIN)/python -m pytest

check: lint types test

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

index: install
	$(BIN)/zhangju index

install: $(INSTALLED)

$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

clean:
	rm -rf index/CURRENT index/LOCK index/generation-* index/building-*
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
