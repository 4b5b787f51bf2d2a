# The targets are those of docs/contract.md; `make fix` formats.

PORT ?= 8000
BROWSER ?= auto
BIN = .venv/bin
TEST_SERVER ?= var/test
PYTHON ?= python3
WITH_DATABASE = $(BIN)/python -m lienmach.base.embedded
# What tests write may be lost with the machine; nothing waits for its disk.
FOR_TESTS = POSTGRES_OPTIONS="-F -c full_page_writes=off -c synchronous_commit=off"
# Chromium and PostgreSQL for the tests, where we may install them.
TOOLS = sh tools/test-tools.sh
# Images with Python often forbid it to keep what it has compiled: then each program that
# is started here compiles all it imports again, three seconds each time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup dev spark run test test-lake check fix lock bench soak

setup: .venv/run.stamp
	$(BIN)/python manage.py build_assets

dev: .venv/dev.stamp
	$(BIN)/python manage.py build_assets

.venv/bin/uv: requirements/uv.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements/uv.txt
	touch $@

# Development packages include those that run: a set-up for tests serves as well.
.venv/run.stamp: .venv/bin/uv requirements/run.txt pyproject.toml
	$(BIN)/uv pip sync --quiet requirements/run.txt
	$(BIN)/uv pip install --quiet --no-deps --editable .
	rm -f .venv/dev.stamp
	touch $@

.venv/dev.stamp: .venv/bin/uv requirements/dev.txt requirements/run.txt pyproject.toml
	$(BIN)/uv pip sync --quiet requirements/dev.txt
	$(BIN)/uv pip install --quiet --no-deps --editable .
	touch .venv/run.stamp $@

# Spark, added to what is there: an office counts its lake with DuckDB.
spark: setup
	$(BIN)/uv pip install --quiet -r requirements/spark.txt

run: setup
	PORT=$(PORT) $(BIN)/python -m lienmach.config.serve

check: dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(WITH_DATABASE) $(TEST_SERVER) $(BIN)/python manage.py check
	$(WITH_DATABASE) $(TEST_SERVER) $(BIN)/python manage.py makemigrations --check

test: dev
	$(FOR_TESTS) BROWSER=$(BROWSER) $(TOOLS) $(WITH_DATABASE) $(TEST_SERVER) $(BIN)/pytest -n 4

# Needs Java 17; Spark's own small cluster, each executor a process of its own.
test-lake: dev
	$(BIN)/uv pip install --quiet -r requirements/spark.txt
	LIENMACH_SPARK='local-cluster[2,1,1024]' $(WITH_DATABASE) $(TEST_SERVER) $(BIN)/pytest -m spark

fix: dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: .venv/bin/uv
	$(BIN)/uv pip compile --quiet --generate-hashes --no-header --universal --python-version 3.11 pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --no-header --universal --python-version 3.11 --extra spark pyproject.toml -c requirements/run.txt -o requirements/spark.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --no-header --universal --python-version 3.11 --extra dev pyproject.toml -c requirements/run.txt -o requirements/dev.txt

bench: dev
	@$(WITH_DATABASE) var/bench $(BIN)/python -m tests.measure bench

soak: dev
	$(WITH_DATABASE) var/soak $(BIN)/python -m tests.measure soak
