# Needs Python 3.11 or newer, git and make. `make run` is all a newcomer has to know; MATCHER_<NAME> overrides config/default.toml.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo $$p; break; fi; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
HOST ?= 127.0.0.1
PORT ?= 8000
PROCESSES ?= 2
TESTS ?= tests
PYTEST_ARGS ?=
PARTS ?=

.PHONY: run demo install test lint bench soak clean suitable-python

run: demo
	@$(BIN)/matcher seed
	@echo
	@echo "网页 http://$(HOST):$(PORT)   接口说明 http://$(HOST):$(PORT)/api/docs   (Ctrl+C 停)"
	@exec $(BIN)/matcher serve --host $(HOST) --port $(PORT)

demo: install
	@$(BIN)/matcher init
	@$(BIN)/matcher seed >/dev/null
	@$(BIN)/matcher demo

install: .venv/installed

.venv/installed: requirements.lock requirements-build.lock setup.cfg pyproject.toml | suitable-python
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "安装依赖, 第一次要几分钟 …"
	@$(PIP) -r requirements-build.lock -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	@$(PIP) -r requirements-dev.lock
	@touch $@

suitable-python:
	@test -n "$(PYTHON)" || { echo "没有找到 Python 3.11 或更新的版本 (这里的 python3 是: $$(python3 --version 2>&1))。请先安装, 或写明在哪里: make run PYTHON=/usr/local/bin/python3.12" >&2; exit 1; }

# A file's tests stay in one process, so that a server is started once for them. Files keep their order: by number of tests the slowest would come last.
test: .venv/installed-dev
	@$(BIN)/python -m pytest -n $(PROCESSES) --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS) $(TESTS)

lint: .venv/installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python tools/vendor --check

bench: .venv/installed-dev
	@for bench in tests/bench/bench_*.py; do echo "== $$bench"; $(BIN)/python $$bench || exit 1; done

soak: .venv/installed-dev
	@$(BIN)/python tests/soak $(PARTS)

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
