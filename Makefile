# Needs Python 3.11 or newer, make and git. Another interpreter: make PYTHON=python3.12 ...

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check -c constraints.txt

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help app demo test check bench docs screenshots clean $(VENV)

help: ## list the targets
	@awk -F ':.*## ' '/^[$$()a-zA-Z_.-]+:.*## / { sub(/\$$\(VENV\)/, "$(VENV)", $$1); printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(VENV): $(VENV)/.test ## install the package and the test tools

# A change of the dependencies starts a new environment, so that nothing is left over from the old one.
$(VENV)/pyvenv.cfg: pyproject.toml constraints.txt
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.core: $(VENV)/pyvenv.cfg
	$(PIP_INSTALL) -e .
	@touch $@

$(VENV)/.test: $(VENV)/pyvenv.cfg
	$(PIP_INSTALL) -e '.[test]'
	@touch $(VENV)/.core $@

app: $(VENV)/.core ## open the app in the browser, with the sample companies
	@mkdir -p build
	$(BIN)/touchmap app --samples --workspace build/demo.sqlite

demo: $(VENV)/.core ## solve a sample company and show the result
	$(BIN)/touchmap demo

test: $(VENV)/.test ## everything that must pass: lint, format, types, layers, all tests
	tools/provide_libreoffice.sh
	tools/provide_chromium.sh
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -n 2 --dist worksteal

check: $(VENV)/.test ## the fast loop: lint, types, layers, tests not marked slow
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -m "not slow" -x -q -n 2 --dist worksteal

bench: $(VENV)/.test ## run the benchmarks
	tools/provide_chromium.sh
	$(BIN)/python -m benchmarks

docs: $(VENV)/.test ## write the generated pages of docs/ anew
	$(BIN)/python tools/generate_docs.py

screenshots: $(VENV)/.test ## take the pictures of the app in docs/images anew
	$(BIN)/python tools/take_screenshots.py

clean: ## remove the environment, caches and build results
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests benchmarks tools -type d -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
