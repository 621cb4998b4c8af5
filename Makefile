# Two commands do it all on a bare Debian with python3 (3.11 or newer), python3-venv and make:
#   make report    set up, read the bundled datasets, write reports/index.html
#   make test      set up, run every test
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DATA   ?= datasets/reports
OUT    ?= reports
UV     := $(shell command -v uv 2>/dev/null)

.PHONY: help report test check format eval bench browser clean

help: ## Say what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "displacement-tracker needs Python 3.11 or newer: apt install python3 python3-venv"; exit 1; }
ifeq ($(UV),)
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "python3-venv is missing: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
else
	$(UV) venv -q --python $(PYTHON) $(VENV)
endif

$(VENV)/.base: requirements.lock pyproject.toml | $(VENV)/pyvenv.cfg
ifeq ($(UV),)
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
else
	$(UV) pip install -q -p $(BIN)/python -r requirements.lock
	$(UV) pip install -q -p $(BIN)/python --no-deps -e .
endif
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.base
ifeq ($(UV),)
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-dev.lock
else
	$(UV) pip install -q -p $(BIN)/python -r requirements-dev.lock
endif
	@touch $@

report: $(VENV)/.base ## Read the bundled reports (or DATA=folder), reconcile, write OUT/index.html
	$(BIN)/tracker report --data $(DATA) --out $(OUT)

test: $(VENV)/.dev ## Run every test
	$(BIN)/python -m pytest

check: $(VENV)/.dev ## Formatting, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/.dev ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

eval: $(VENV)/.dev ## Measure accuracy: reading, numbers, reconciling, the whole way
	$(BIN)/python -m tests.eval

bench: $(VENV)/.dev ## Measure speed
	$(BIN)/python -m pytest tests/bench --benchmark-only --benchmark-columns=min,median,max,rounds -q -p no:cacheprovider

browser: ## Install the headless browser the page tests use (Debian, as root)
	@command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium; }

clean: ## Remove the environment, caches and everything `make report` wrote
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks dist build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find $(OUT) -mindepth 1 ! -name README.md -delete 2>/dev/null || true
