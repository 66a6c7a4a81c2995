# Khaldun's commands. `make demo` and `make test` do all their own set-up.
.PHONY: demo test env check unit bank bench eval eval-all gate baseline lock clean
KHALDUN := .venv/bin/khaldun
PY := .venv/bin/python
SHARED ?= ../shared

demo: ## read the demo reports into a new archive and print the event cards
	@tools/setup_env.sh requirements.lock
	@$(PY) -m khaldun.cli.demo demo/reports build/demo-archive

env: ## build the development environment in .venv
	@tools/setup_env.sh requirements-dev.lock

test: env check unit ## lint, types, layer contracts, data checks and the whole test suite

check: env
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PY) tools/check_catalogue.py
	$(PY) corpus/check.py >/dev/null
	$(PY) corpus/check.py corpus/silent >/dev/null
	$(PY) corpus/check.py corpus/news >/dev/null
	$(PY) corpus/check_linked.py >/dev/null
	for bank in bank bank2 heldout reports; do $(PY) corpus/bank/check.py corpus/$$bank || exit 1; done

unit: env
	.venv/bin/pytest -n 2

BANK ?= $(SHARED)/bench/bank-dev
bank: env ## read a bank into a fresh archive, score it and print the figures beside their targets; BANK=corpus/heldout for another
	$(PY) -m khaldun.evaluate.bank $(BANK)

bench: env ## time and memory of each stage for 1,000 reports, with a profile
	$(PY) -m khaldun.evaluate.bench

eval: env ## compare the figures of the quick sets with their floors in eval/baseline.json; fails where one dropped
	$(PY) -m khaldun.evaluate.gate $(SHARED)

eval-all: env ## compare the figures of all sets with their floors
	$(PY) -m khaldun.evaluate.gate $(SHARED) --all

gate: eval ## the same as eval, by its former name

baseline: env ## make the figures measured now the floors; SET="re3d dev" for one set
	$(PY) -m khaldun.evaluate.gate $(SHARED) --all --record $(if $(SET),--only "$(SET)")

lock: env ## renew the lock files
	@$(PY) -m pip install --quiet --disable-pip-version-check uv
	.venv/bin/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml -o requirements.lock
	.venv/bin/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
