# `make demo` and `make test` need nothing but git, make and Python 3.11 or newer.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: help demo quick test coverage audit requirements lint types check-rules eval bench fuzz mutants docs snapshots dist clean

help:
	@echo "make demo    install into $(VENV) and check the seeds"
	@echo "make quick   the tests of facts, operators, rules and reporters"
	@echo "make test    lint, types, rule examples and all tests"
	@echo "make coverage  all tests, with how much of the code they run"
	@echo "make audit   known vulnerabilities of dependencies, and the workflows"
	@echo "make eval    measure the rules against kept cases and readings"
	@echo "make bench   measure start-up, speed and memory against targets and last time: BENCH=--keep"
	@echo "make fuzz    try changed inputs of every reader: MINUTES=60"
	@echo "make mutants how many small changes of the engine and the facts the tests tell"
	@echo "make docs    bring the documentation up to date"
	@echo "make dist    build the packages into dist/"

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[all]'
	$(BIN)/python -m compileall -q dslint
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[all,dev]'
	$(BIN)/python -m compileall -q dslint
	@touch $@

demo: $(VENV)/.run
	$(BIN)/dslint check seeds/ || test $$? -eq 1

# What a change of a rule or a fact breaks first; under a minute on two cores.
quick: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto -m quick

test: lint types check-rules
	$(BIN)/python -m pytest -n auto

coverage: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --cov=dslint --cov-report=term-missing:skip-covered --cov-fail-under=95

# Where the index has no data on vulnerabilities, pip-audit says so and the workflows are looked at all the same.
audit: $(VENV)/.dev
	$(BIN)/zizmor --offline --persona auditor action.yml .github
	$(BIN)/pip-audit --requirement requirements/run.txt --requirement requirements/release.txt \
		--require-hashes --disable-pip

requirements: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check pip-tools
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-index-url \
		--no-emit-find-links --extra all --build-deps-for wheel --output-file requirements/run.txt pyproject.toml
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-index-url \
		--no-emit-find-links --extra release --build-deps-for wheel --output-file requirements/release.txt \
		pyproject.toml

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo --no-cache

types: $(VENV)/.dev
	$(BIN)/mypy

check-rules: $(VENV)/.dev
	$(BIN)/dslint test-rules

eval: $(VENV)/.dev
	$(BIN)/python tests/eval.py

docs: $(VENV)/.dev
	$(BIN)/python -m dslint.docs --console
	$(BIN)/zensical build --strict

snapshots: $(VENV)/.dev
	$(BIN)/python -m pytest --snapshot-update

bench: $(VENV)/.dev
	$(BIN)/python -m compileall -q dslint
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --target $(VENV)/bench --upgrade 'yamllint>=1.35'
	$(BIN)/python -m compileall -q $(VENV)/bench
	$(BIN)/python tests/bench.py $(VENV)/bench $(BENCH)

fuzz: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[all,dev,fuzz]'
	$(BIN)/python tests/fuzz/campaign.py --minutes $(or $(MINUTES),10) $(FUZZ)

mutants: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[all,dev,mutants]'
	$(BIN)/python tests/mutants.py $(MUTANTS)

dist: $(VENV)/.dev
	rm -rf dist
	$(BIN)/python -m build

clean:
	rm -rf $(VENV) build dist
