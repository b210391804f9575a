# policy-assistant. `make serve` starts the chat page, `make test` checks everything; both install first when something changed.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
export PIP_REQUIRE_VIRTUALENV := 1

# A virtual environment holds absolute paths: one made in another folder is made anew.
ifneq ($(wildcard $(STAMPS)/venv),)
ifneq ($(shell cat $(STAMPS)/venv),$(CURDIR))
$(shell rm -f $(STAMPS)/venv)
endif
endif

.PHONY: help install install-test serve check test test-browser test-model eval bench docs clean

help: ## Show the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' Makefile

$(STAMPS)/venv:
	@command -v "$(PYTHON)" >/dev/null || { echo "policy-assistant needs Python 3.11 or newer: no '$(PYTHON)' found; install one or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; v = sys.version_info; ok = v >= (3, 11); \
	  ok or print(f"policy-assistant needs Python 3.11 or newer: $(PYTHON) is {v[0]}.{v[1]}; name another one: make PYTHON=/path/to/python3", file=sys.stderr); sys.exit(not ok)'
	@if grep -qsF "$(CURDIR)/$(VENV)/" $(BIN)/pip; then echo "Using the $(VENV) that is here" >&2; \
	  else echo "Making $(VENV) with $$("$(PYTHON)" --version)" >&2; "$(PYTHON)" -m venv --clear $(VENV); fi
	@mkdir -p $(STAMPS) && printf '%s' "$(CURDIR)" > $@

# The build backend is installed first and at its pinned version, so that building the product itself asks no index for anything.
$(STAMPS)/runtime: $(STAMPS)/venv pyproject.toml constraints.txt
	@echo "Installing policy-assistant and its pinned dependencies (some minutes the first time)" >&2
	@$(PIP) install -c constraints.txt hatchling editables
	@$(PIP) install -c constraints.txt --no-build-isolation -e .
	@touch $@

$(STAMPS)/test: $(STAMPS)/runtime
	@echo "Installing the test tools" >&2
	@$(PIP) install -c constraints.txt --no-build-isolation -e '.[test]'
	@touch $@

install: $(STAMPS)/runtime ## Make .venv with the product in it

install-test: $(STAMPS)/test

serve: $(STAMPS)/runtime ## Serve the chat page on http://127.0.0.1:7860
	@exec $(BIN)/policy-assistant serve $(SERVE_ARGS)

check: $(STAMPS)/test ## Lint, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict

test: check ## Everything but the browser: lint, types, tests
	$(BIN)/python -m pytest -m "not browser and not slow" $(PYTEST_ARGS)

test-browser: $(STAMPS)/test ## The chat page in a real Chromium
	$(BIN)/python -m pytest -m browser $(PYTEST_ARGS)

test-model: $(STAMPS)/test ## Answers worded by a real small chat model; fetches it (100 MB) the first time
	$(BIN)/python -m tests.model.fetch .cache/model
	$(BIN)/python -m pytest -m slow $(PYTEST_ARGS)

eval: $(STAMPS)/test ## Evaluate answers on the cases; exit 3 when a gate fails
	$(BIN)/python -m evals gate $(EVAL_ARGS)

bench: $(STAMPS)/test ## Measure speed: cold ask, warm answers, ingest
	$(BIN)/python -m evals.benchmarks.speed $(BENCH_ARGS)

docs: $(STAMPS)/test ## Write docs/commands.md from the commands
	$(BIN)/python -m assistant.cli_docs docs/commands.md

clean: ## Remove the virtual environment and everything generated
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .cache dist build *.egg-info evals/out
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
