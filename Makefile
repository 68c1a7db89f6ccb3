# make demo   set up and run the main job on the sample; make test   set up and pass the tests.
# PYTHON names the interpreter (3.11 or newer), VENV the folder of the environment.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO := corpus/sample/demo.txt
OUT ?= demo-out

.PHONY: demo test lint bench system clean

# torch by name first: CAMeL Tools asks for it, and constraints.txt pins the build without GPU libraries.
$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -c constraints.txt torch==2.13.0
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[xlsx,parquet,postgres,dask,bench,test,lint]'
	touch $(READY)

demo: $(READY)
	@mkdir -p $(OUT)
	@$(BIN)/ogp-nlp extract $(DEMO) -o $(OUT)/demo.json
	@$(BIN)/python -m ogp_nlp.exports.terminal $(OUT)/demo.json
	@echo "The record as JSON: $(OUT)/demo.json"

# Debian packages for the tests that print and read real PDFs; without root those tests are skipped with a line.
system:
	@sh scripts/system-packages.sh

test: $(READY) system
	$(BIN)/python -m pytest -n 2 -m "not slow" --durations=5

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY) system
	$(BIN)/python evaluation/repair.py
	$(BIN)/python evaluation/extractors.py --write
	$(BIN)/python evaluation/retypeset.py --write
	$(BIN)/python evaluation/pdf_records.py --write
	$(BIN)/python evaluation/pdf_matrix.py --write
	$(BIN)/python evaluation/pdf_speed.py --write
	$(BIN)/python evaluation/scans.py --ablate --write
	$(BIN)/python evaluation/real.py --write
	$(BIN)/python evaluation/ablations.py --write
	$(BIN)/python evaluation/cost.py --write
	$(BIN)/python evaluation/learned.py --write
	$(BIN)/python evaluation/archive.py --write
	$(BIN)/python evaluation/report.py
	$(BIN)/python -m pytest benchmarks --benchmark-only

clean:
	rm -rf $(OUT) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .benchmarks
