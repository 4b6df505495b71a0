# Everything that is done with this repository. A machine needs Python 3.11 or later, and make.
.DEFAULT_GOAL := help
SHELL := /bin/sh
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# The environment is ours, whatever shell this runs in.
unexport VIRTUAL_ENV PYTHONPATH PYTHONDONTWRITEBYTECODE
export UV_PYTHON := $(CURDIR)/.venv/bin/python
export UV_LINK_MODE := copy

PY := .venv/bin/python
WORKERS ?= 2
PHONES ?= 500
HOST ?= 127.0.0.1
SOURCES := hub api persistence embedded load tests
PAGES := $(shell find web -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' -not -name '*.test.ts*' 2>/dev/null)

demo: .venv/.synced web/dist/.built ## start a whole show on this machine and print its links
	@$(PY) -m embedded --workers $(WORKERS) --host $(HOST)

run: .venv/.synced web/dist/.built ## serve with the settings of the environment and .env
	@set -a; [ ! -f .env ] || . ./.env; set +a; hub migrate && exec hub serve --workers $(WORKERS)

test: .venv/.tools web/dist/.built ## check, then every test, with coverage; needs a Chromium
	@$(PY) -m load.chromium
	@$(MAKE) --no-print-directory check
	npm --prefix web test
	coverage erase
	coverage run -m pytest -m alone
	coverage run -m pytest -n 2 --dist worksteal -m "not fault and not long and not alone"
	coverage combine --quiet
	coverage report --include='hub/*' --fail-under=100 --skip-covered
	coverage report --fail-under=95 --skip-covered --sort=miss

check: .venv/.tools web/node_modules/.installed ## format, lint, types, imports, generated files, migrations, pages
	@$(MAKE) --no-print-directory --keep-going --jobs 3 $(if $(filter output-sync,$(.FEATURES)),--output-sync) \
		.types .web .lint .imports .golden .migrations

laws: .venv/.tools ## the long runs: the laws with many more examples, and the conformance of the protocol
	HYPOTHESIS_PROFILE=nightly pytest tests/laws tests/conformance -m "" --timeout 1800

faults: .venv/.tools web/dist/.built ## kill, freeze, cut, fill and attack everything; writes docs/reliability.md
	pytest tests/faults tests/conformance -m fault --timeout 300

show: .venv/.synced ## thirty crew and PHONES=500 phones through a night with disasters
	@$(PY) -m load.show --phones $(PHONES) --workers $(WORKERS)

bench: .venv/.synced ## one line of figures: deliveries, latency, memory, commits
	@$(PY) -m load.bench

bench-peers: .venv/.tools web/node_modules/.installed ## the same load on the hub and on its peers; writes docs/benchmarks.md
	@$(PY) -m load.peers

golden: .venv/.tools ## write what is made from the code, also a migration if the tables changed, and format
	$(PY) -m api.reference
	$(PY) -m tests.golden.folds
	$(PY) -m load.reliability
	@$(MAKE) --no-print-directory .migrations 2>/dev/null || \
		PICCOLO_CONF=persistence.piccolo_conf piccolo migrations new hub --auto
	ruff check --fix --quiet $(SOURCES) || true
	ruff format --quiet $(SOURCES)

clean: ## remove what make made, but not the data in .hub
	rm -rf .venv .bootstrap web/node_modules web/dist test-artifacts .coverage .coverage.* .pytest_cache
	rm -rf .ruff_cache .hypothesis .import_linter_cache

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

.PHONY: demo run test check laws faults show bench bench-peers golden clean help

# The parts of `check`.
.PHONY: .types .web .lint .imports .golden .migrations
.types:
	@pyright --warnings
.web:
	@npm --prefix web --silent run check
.lint:
	@ruff format --check --quiet $(SOURCES) || { echo "not formatted: run make golden"; exit 1; }
	@ruff check --quiet $(SOURCES)
.imports:
	@said=$$(lint-imports --no-logo --no-cache) || { echo "$$said"; exit 1; }
.golden:
	@$(PY) -m api.reference --check
.migrations:
	@$(PY) -c 'import asyncio, sys; from persistence.migrations import pending_changes; \
		sys.exit(asyncio.run(pending_changes()) and "the tables changed: run make golden" or 0)'

# What a fresh machine lacks. Each file says that the step is done, and when.
.venv/bin/uv:
	@echo "  python: an environment in .venv"
	@for python in python3.11 python3 python3.12 python3.13 python3.14 python; do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; python=; done; \
	[ -n "$$python" ] || { echo "Python 3.11 or later is missing: install it, then run make again" >&2; exit 1; }; \
	"$$python" -m venv .venv || { echo "$$python cannot make environments: install python3-venv" >&2; exit 1; }
	@$(PY) -m pip install --quiet --disable-pip-version-check uv

.venv/.synced: .venv/bin/uv pyproject.toml uv.lock
	@echo "  python: what the hub needs"
	@uv sync --quiet --frozen --inexact --no-group dev
	@touch $@

.venv/.tools: .venv/.synced
	@echo "  python: what its tests need"
	@uv sync --quiet --frozen --inexact
	@touch $@

web/node_modules/.installed: .venv/.synced web/package.json web/package-lock.json
	@echo "  node: what the pages need"
	@npm --prefix web ci --loglevel error --no-audit --no-fund --no-progress \
		--no-update-notifier > /dev/null
	@touch $@

web/dist/.built: web/node_modules/.installed $(PAGES)
	@echo "  pages: the files that browsers get"
	@said=$$(npm --prefix web --silent run build 2>&1) || { echo "$$said"; exit 1; }
	@touch $@
