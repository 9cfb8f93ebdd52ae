# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
#
# `make` alone lists the targets. Variables: PYTHON=python3.12, ONESHOT=1, ARGS="what pytest gets".

SHELL := /bin/bash
PYTHON_HERE := .venv/bin/python
PYTEST := $(PYTHON_HERE) -m pytest
PACKAGES := archivers dags eark pipeline portal proof rules schemas storage
LOCKS := setup runtime dev eark pywb warcprox
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-unit test-dags test-e2e test-real check bench lock clean

help: ## list the targets
	@sed -nE 's/^([a-z0-9-]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

setup: ## virtual environment, pinned dependencies, XSDs, fonts, a Chromium; quick when all is in place
	@tools/setup.sh

demo: setup ## the main job on embedded parts, until Ctrl-C; ONESHOT=1 stops everything afterwards; STORY=gallring tells of disposal, STORY=closure of watching and closing, PLATFORM=facebook of a page and its owner's doors
	@$(PYTHON_HERE) tools/demo.py $(if $(ONESHOT),--oneshot) $(if $(STORY)$(PLATFORM),--story $(or $(STORY),$(PLATFORM)))

test: test-unit test-dags test-e2e ## every test but those against real servers

test-unit: setup ## unit, contract and golden tests, layers and documents
	@tools/setup.sh warcprox
	AVBILD_WARCPROX=1 $(PYTEST) tests --ignore=tests/dags --ignore=tests/e2e --ignore=tests/realnet $(ARGS)

# Airflow has to be the first to start in its process, and its settings stay with that process.
test-dags: setup ## the DAGs, in a process of their own
	$(PYTEST) tests/dags $(ARGS)

test-e2e: setup ## browser, store, database and command line together
	@tools/setup.sh eark
	@tools/setup.sh warcprox
	AVBILD_EARK=1 AVBILD_WARCPROX=1 $(PYTEST) tests/e2e $(ARGS)

test-real: setup ## against real servers, which it installs and starts
	@tools/setup.sh eark
	@tools/setup.sh pywb
	@tests/realnet/install.sh
	AVBILD_EARK=1 AVBILD_REALNET=1 $(PYTEST) tests/realnet $(ARGS)

check: setup ## format, lint, types, layers, documents
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy $(PACKAGES)
	MYPYPATH=demo .venv/bin/mypy --package tools
	MYPYPATH=demo .venv/bin/mypy --package torget --package graph --package exports
	.venv/bin/lint-imports --no-logo
	$(PYTEST) -q tests/test_*.py

bench: setup ## measure, and write build/bench.json
	@tools/setup.sh warcprox
	@$(PYTHON_HERE) tools/bench.py

lock: setup ## compile requirements/*.in into locks with hashes, valid for Python 3.11 to 3.13
	@cd requirements && for name in $(LOCKS); do \
		../.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-header "$$name.in" --output-file "$$name.txt" && echo "requirements/$$name.txt" || exit 1; done

clean: ## remove what was built; the virtual environments too
	rm -rf build .venv .venv-* avbild.egg-info .*_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
