# `make help` lists what there is. Settings are environment variables: PORT=8080 make run
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run serve test check drills bench format lock messages routes screenshots keys clean

bin := .venv/bin
flask := $(bin)/python -m flask --app wsgi
# Checks look at what git knows or would add, so a stray file of an editor is nobody's business.
templates = $(shell git ls-files --cached --others --exclude-standard 'templates/*.html')

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: .venv/site ## set everything up, fill a demo shop on the first run, serve on http://127.0.0.1:8000
	@$(flask) migrate
	@$(flask) demo fill --if-empty
	@exec $(bin)/python -m deploy.serve

serve: .venv/site ## production-shaped: no demo, no development inbox, refuses weak settings
	@SHOP_ENV=production $(flask) migrate
	@SHOP_ENV=production exec $(bin)/python -m deploy.serve

test: .venv/tests ## all tests, on SQLite and on a real PostgreSQL; browser journeys included
	@deploy/lanes.sh -n 2 tests

check: .venv/tests ## format, lint, types, layers, templates, dependencies
	$(bin)/ruff format --check .
	$(bin)/ruff check .
	$(bin)/mypy
	$(bin)/lint-imports
	$(bin)/djlint --quiet --lint $(templates)
	$(bin)/deptry . --no-ansi
	$(bin)/python -m pytest -q --noconftest -p no:cacheprovider tests/architecture/test_sizes.py tests/architecture/test_tracked_files.py tests/architecture/test_entry_points.py

drills: .venv/tests ## the slow lane: real processes are killed, on both databases
	@deploy/lanes.sh -n 2 --dist loadfile -m drill tests/drills

bench: .venv/tests ## how fast the hot paths are
	@for each in benchmarks/bench_*.py; do echo "== $$each"; PYTHONPATH=. $(bin)/python "$$each" || exit 1; done

format: .venv/tests ## put code into the one form, mend what can be mended
	$(bin)/ruff check --fix-only --quiet .
	$(bin)/ruff format .

lock: .venv/tests ## write requirements*.txt anew from pyproject.toml (UPGRADE=1 takes newer releases)
	$(bin)/uv pip compile pyproject.toml $(lock_flags) -o requirements.txt
	$(bin)/uv pip compile pyproject.toml --group dev $(lock_flags) -o requirements-dev.txt
# No header and no address: the locks are the same whatever index a machine trusts.
lock_flags = --quiet --universal --generate-hashes --no-header $(if $(UPGRADE),--upgrade)

messages: .venv/tests ## collect the texts of pages and mails into translations/messages.pot
	@mkdir -p translations
	$(bin)/pybabel --quiet extract --mapping-file babel.cfg --keyword lazy_gettext --keyword _l --omit-header --sort-by-file \
		--add-location file --width 120 --output-file translations/messages.pot .

routes: .venv/tests ## write tests/architecture/routes.txt anew from the URL map
	$(bin)/python -m tests.architecture.routes

screenshots: .venv/tests ## the pictures in the README, taken from the demo shop
	$(bin)/python -m docs.screenshots

keys: .venv/site ## print a fresh set of keys for production
	@$(bin)/python -m deploy.keys

clean: ## remove what the tools left behind; the demo shop in instance/ stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis test-results

# Stamps: touched when the environment matches its lock, so that a second `make` costs nothing.
.venv/site: requirements.txt deploy/setup.sh
	@deploy/setup.sh site && touch $@

.venv/tests: requirements.txt requirements-dev.txt deploy/setup.sh
	@deploy/setup.sh tests && touch .venv/site $@
