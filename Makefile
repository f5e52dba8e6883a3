# Sets up what it needs by itself, in $(VENV); later calls find everything in place.
#   PYTHON=python3.12   the interpreter, when the newest of 3.13, 3.12, 3.11 is not the one wanted
#   VENV=.venv          the folder of the virtual environment
#   ARGS="..."          passed on to the program that is started
VENV ?= .venv
ARGS ?=
export VENV
.DEFAULT_GOAL := help
.PHONY: help run test lint content-check bench soak guards lock

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

run: ## start the bot; with no token configured, talk to it here
	@sh deploy/setup.sh run && exec "$(VENV)/bin/milepost" run $(ARGS)

test: ## every test
	@sh deploy/setup.sh dev && exec "$(VENV)/bin/python" -m pytest -n 2 --dist loadfile $(ARGS)

lint: ## style, format, types, and who imports whom
	@sh deploy/setup.sh dev
	@bad=0; tool() { echo "$$@"; "$(VENV)/bin/$$@" || bad=1; }; \
	tool ruff check; tool ruff format --check; tool lint-imports --no-logo --no-cache; \
	tool basedpyright --pythonpath "$(VENV)/bin/python"; exit $$bad

content-check: ## the code in questions that needs numpy, scikit-learn or torch
	@exec sh deploy/content-check.sh

bench: ## the measurements
	@sh deploy/setup.sh dev && exec "$(VENV)/bin/python" -m tests.bench $(ARGS)

soak: ## the long proofs: every clock and zone, new cases of each property, every fault in full
	@sh deploy/setup.sh dev && "$(VENV)/bin/python" -m tests.soak && \
	"$(VENV)/bin/python" -m pytest -n 2 --dist loadfile --hypothesis-profile=explore tests/unit tests/journey && \
	exec "$(VENV)/bin/python" -m tests.faults soak $(ARGS)

guards: ## take each guard out, and see its test go red
	@sh deploy/setup.sh dev && exec "$(VENV)/bin/python" -m tests.faults guards $(ARGS)

lock: ## write the lock files anew from pyproject.toml (ARGS=--upgrade: newest versions)
	@test -x "$(VENV)/bin/uv" || sh deploy/setup.sh dev
	@exec sh deploy/lock.sh $(ARGS)
