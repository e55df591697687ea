# Two commands: `make run` builds the graph of seeds/ and serves it, `make test` runs every test. Both do all the set-up.
SHELL := /bin/bash
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
  "$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && { echo "$$p"; break; }; done)
VENV ?= .venv
PORT ?= 7878
STORE ?= store
JOBS ?= 2
BIN := $(VENV)/bin

.PHONY: run test coverage check lint types contract lock locked tests chromium clean

run: $(VENV)/.installed
	@$(BIN)/furat build seeds --store $(STORE) || [ $$? -eq 1 ]  # 1: something was refused, and said so; the rest is served
	@$(BIN)/furat serve --store $(STORE) --host 127.0.0.1 --port $(PORT)

test: $(VENV)/.installed-dev chromium
	$(BIN)/python -Im pytest -n $(JOBS) --dist loadfile

# The same tests, counting which lines and branches they run inside the tests' own processes.
coverage: $(VENV)/.installed-dev chromium
	$(BIN)/python -Im pytest -n $(JOBS) --dist loadfile --cov --cov-report=term:skip-covered

check: lint types contract locked tests

# What is installed: every direct and indirect version. `make lock` resolves anew; `make locked` tells whether it still fits.
lock: $(VENV)/.installed-dev
	UV=$(BIN)/uv .ci/lock.sh

locked: $(VENV)/.installed-dev
	@UV=$(BIN)/uv .ci/lock.sh check

# How many tests there are; that each file of tests/ is among them is itself a test (tests/packaging/test_collection.py).
tests: $(VENV)/.installed-dev
	@$(BIN)/python -Im pytest --collect-only -q | tail -n 1

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

contract: $(VENV)/.installed-dev
	$(BIN)/lint-imports

# Pages are tested in a real browser. Without one, and without the right to install it, those tests skip and say why.
chromium:
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium chromium-driver; } >/dev/null 2>&1 \
	      || echo "chromium could not be installed: the tests of pages will be skipped"; \
	  else echo "chromium is missing (apt-get install chromium chromium-driver): the tests of pages will be skipped"; fi; }

$(VENV)/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "furat needs Python 3.11, 3.12 or 3.13: install one, or say where it is: make PYTHON=/path/to/python3.11" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check -c requirements.lock -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/bin/python pyproject.toml requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check -c requirements.lock -e '.[dev]'
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) build dist store
