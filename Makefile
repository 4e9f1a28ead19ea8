# The targets that README names. Everything runs from .venv, made from the hashed lock with nothing but python3 on the machine.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: install demo test lint fix docs bench lock clean

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if (3, 11) <= v < (3, 14) else f"gongkai needs Python 3.11 to 3.13, not {v[0]}.{v[1]}: make PYTHON=python3.12 install")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

demo: install
	$(BIN)/gongkai demo $(ARGS)

test: install lint
	$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m cogapp --check README.md docs/*.md

fix: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: install
	$(BIN)/python -m cogapp -r README.md docs/*.md

bench: install
	$(BIN)/python -m benchmarks.reading
	$(BIN)/python -m benchmarks.discovery --size medium
	$(BIN)/python -m benchmarks.archive bodies --size medium
	$(BIN)/python -m benchmarks.archive growth 10000 100000 1000000
	$(BIN)/python -m benchmarks.archive crawl --size medium
	$(BIN)/python -m benchmarks.fleet
	$(BIN)/python -m benchmarks.faults
	$(BIN)/python -m benchmarks.fuzzing
	$(BIN)/python -m benchmarks.synthetic build/large.db --reports 100000
	$(BIN)/python -m benchmarks.browsing build/large.db

lock:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --all-extras pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) *.egg-info build
