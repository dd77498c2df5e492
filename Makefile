# Every target makes .venv first, unless it is there: see packaging/bootstrap.py.

PYTHON ?= $(shell command -v python3.11 || command -v python3.13 || command -v python3.12 || echo python3)
RUN := .venv/bin/python -m
SETUP := @$(PYTHON) packaging/bootstrap.py

.DEFAULT_GOAL := help
.PHONY: help demo test check format bench lock icons python clean

help: ## Show what make can do
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' Makefile

demo: ## Open the window on the sample articles
ifneq ($(DISPLAY)$(WAYLAND_DISPLAY)$(filter Darwin,$(shell uname)),)
	$(SETUP) --qt display
	@$(RUN) annotator demo
else
	$(SETUP)
	@echo "There is no display here, so the project is made without a window."
	@$(RUN) annotator demo --headless
endif

test: ## Run all tests without a display, or what ARGS say to pytest
	$(SETUP) test --qt offscreen
	@QT_QPA_PLATFORM=offscreen $(RUN) pytest $(or $(ARGS),--numprocesses auto --dist worksteal --cov)

check: ## Lint, types, import rules, links in the docs
	$(SETUP) test check
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) pyright
	.venv/bin/lint-imports --no-logo
	.venv/bin/python packaging/check_links.py

format: ## Put the code into the project's form
	$(SETUP) check
	$(RUN) ruff check --fix .
	$(RUN) ruff format .

bench: ## Measure everything, or one thing: make bench NAME=page
	$(SETUP) test --qt offscreen
	@QT_QPA_PLATFORM=$${QT_QPA_PLATFORM:-offscreen} $(RUN) tests.benchmarks $(NAME)

lock: ## Write constraints.txt anew with the newest versions allowed
	$(PYTHON) packaging/lock.py

icons: ## Draw the PNGs of the program's icon from its SVG
	$(SETUP) --qt offscreen
	@QT_QPA_PLATFORM=offscreen .venv/bin/python packaging/make_icons.py

python: ## Say which Python makes the environment
	@echo $(PYTHON)

clean: ## Remove what make and the tools have made
	rm -rf .venv dist build .coverage .pytest_cache .hypothesis .ruff_cache .import_linter_cache
	find annotator packaging tests -name __pycache__ -type d -prune -exec rm -rf {} +
