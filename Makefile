# Two commands do everything: `make demo` and `make test`. README.md gives them for Windows.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

.PHONY: demo test check slow docs clean

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
	  { echo "Several needs Python 3.11. Name it, as in: make $(MAKECMDGOALS) PYTHON=python3.11"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing; this takes a minute or two."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(DEV_STAMP): $(STAMP) requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement requirements-dev.lock
	touch $@

demo: $(STAMP)  ## run the worked example and say where the reports lie
	$(BIN)/several demo --folder build/demo

test: $(DEV_STAMP)  ## the default suite
	$(BIN)/python -m pytest -m "not slow and not document"

slow: $(DEV_STAMP)  ## what make test leaves out
	$(BIN)/python -m pytest -m "slow or document"

check: $(DEV_STAMP)  ## before each commit
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -m "not slow and not document"

docs: $(STAMP)  ## write the generated references again
	$(BIN)/python docs/generate.py

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache
