# Two commands do everything on a bare Debian with python3 (3.11 or newer), python3-venv and make:
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
# all but the cluster, whose packages are as large as all others together
EXTRAS := --extra files --extra store --extra fetch --extra image --extra arrow --extra brief --extra review
LOCK   := --universal --python-version 3.11 --no-header --generate-hashes

.PHONY: help report extras review cluster test check audit fuzz format eval calibrate bench docs package lock browser clean

help: ## List what can be made
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

# Lock files are whole, so --no-deps: pip before 23.3 (Debian 12 has 23.0) else warns of an extra of lxml it cannot find.
ifeq ($(UV),)
INSTALL := $(BIN)/python -m pip install -q --disable-pip-version-check --no-deps
else
INSTALL := $(UV) pip install -q -p $(BIN)/python --no-deps
endif

$(VENV)/.base: requirements.lock pyproject.toml | $(VENV)/pyvenv.cfg
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.base
	$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.docs: requirements-docs.lock $(VENV)/.base
	$(INSTALL) --require-hashes -r requirements-docs.lock
	@touch $@

$(VENV)/.package: requirements-package.lock | $(VENV)/pyvenv.cfg
	$(INSTALL) --require-hashes -r requirements-package.lock
	@touch $@

report: $(VENV)/.base ## Read the bundled reports (or DATA=folder), reconcile, write OUT/index.html
	$(BIN)/tracker report --data $(DATA) --out $(OUT)

extras: $(VENV)/.base requirements-extras.lock ## Add what the store, fetching and images need
	$(INSTALL) --require-hashes -r requirements-extras.lock

cluster: $(VENV)/.base requirements-cluster.lock ## Add what reading on a Spark cluster needs (Java 17 or newer beside it)
	$(INSTALL) --require-hashes -r requirements-cluster.lock

$(VENV)/.review: requirements-review.lock $(VENV)/.base
	$(INSTALL) --require-hashes -r requirements-review.lock
	@touch $@

review: $(VENV)/.review ## Look at the claims of DATA on a page of your own machine, the doubtful first
	$(BIN)/tracker review --data $(DATA)

test: $(VENV)/.dev ## Run every test
	$(BIN)/python -m pytest -n auto --dist worksteal

check: $(VENV)/.dev ## Formatting, lint, types and known faults of packages
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	@$(BIN)/python tools/audit.py requirements*.lock

audit: $(VENV)/.dev ## Look for known faults of the packages in the lock files (says so when the network does not allow it)
	@$(BIN)/python tools/audit.py requirements*.lock

fuzz: $(VENV)/.dev ## Try 10,000 texts, 150 broken files, 20 kills and growing inputs (half an hour)
	GROWTH=long $(BIN)/python -m pytest -n auto --dist worksteal tests/fuzz tests/read/test_growth.py \
	  tests/read/test_hostile.py tests/read/test_guard.py tests/test_cli_streams.py tests/fetch/test_hostile_sources.py tests/store/test_damage.py

format: $(VENV)/.dev ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

eval: $(VENV)/.dev ## Measure accuracy: reading, numbers, reconciling, the whole way
	$(BIN)/python -m tests.eval

calibrate: $(VENV)/.dev ## Fit how sure a reading is, on the annotated reports here and in FOLDERS
	$(BIN)/python -m tests.eval.calibrate $(FOLDERS)

bench: $(VENV)/.dev ## Measure speed
	$(BIN)/python -m pytest tests/bench --benchmark-only --benchmark-columns=min,median,max,rounds -q -p no:cacheprovider

docs: $(VENV)/.docs ## Build the pages under docs/ and the API and command reference into site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

package: $(VENV)/.package ## Build wheel and sdist into dist/, check them, try the README in a clean environment
	rm -rf dist
	$(BIN)/python -m build --outdir dist
	$(BIN)/python -m twine check --strict dist/*
	$(PYTHON) tools/try_package.py dist/*.whl

lock: ## Write the lock files anew (needs uv)
	uv pip compile -q $(LOCK) --extra files pyproject.toml -o requirements.lock
	uv pip compile -q $(LOCK) $(EXTRAS) -c requirements.lock pyproject.toml -o requirements-extras.lock
	uv pip compile -q $(LOCK) --extra files --extra cluster -c requirements-extras.lock pyproject.toml -o requirements-cluster.lock
	uv pip compile -q $(LOCK) $(EXTRAS) --group dev -c requirements-extras.lock pyproject.toml -o requirements-dev.lock
	uv pip compile -q $(LOCK) --extra review -c requirements-extras.lock pyproject.toml -o requirements-review.lock
	uv pip compile -q $(LOCK) --group docs -c requirements-dev.lock -o requirements-docs.lock
	uv pip compile -q $(LOCK) --group package -c requirements-dev.lock -o requirements-package.lock

browser: ## Install the headless browser the page tests use (Debian, as root)
	@command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium; }

clean: ## Remove the environment, caches and everything `make report` wrote
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks dist build site
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find $(OUT) -mindepth 1 ! -name README.md -delete 2>/dev/null || true
