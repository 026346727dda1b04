PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PEERS := .venv-peers
PORT ?= 8000
export HF_HUB_OFFLINE ?= 1
.DEFAULT_GOAL := help
.PHONY: help install run test check format quality bench bench-load bench-peers bench-scale bench-growth torture clean

help:  ## List what can be done
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(VENV)/installed  ## Create .venv and install Pincite into it

run: $(VENV)/installed  ## Serve the chat page and the API on http://127.0.0.1:8000 (PORT=9000 changes the port)
	@$(BIN)/pincite serve --port $(PORT)

test: $(VENV)/installed-test  ## Lint, types, unit, API and browser tests
	@$(MAKE) --no-print-directory check
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder -m 'not torture and not alone'
	$(BIN)/python -m pytest -m 'alone and not torture'

check: $(VENV)/installed-test  ## Format, lint and types, without changing anything
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/installed-test  ## Format the code and mend what lint can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

quality: $(VENV)/installed-test  ## Score the open data sets into bench/results/ (LIMIT=300 takes a sample of each)
	$(BIN)/python -m bench.quality $(if $(LIMIT),--limit $(LIMIT))

bench: $(VENV)/installed-test  ## Time starting, adding, searching and answering, beside plain sentence-transformers + FAISS, into bench/results/
	$(BIN)/python -m bench.speed
	$(BIN)/python -m bench.adding
	$(BIN)/python -m bench.start
	$(BIN)/python -m bench.yardstick

bench-load: $(VENV)/installed-test  ## Ask a server from 16 sides for a minute, into bench/results/load.md
	$(BIN)/python -m bench.load

bench-peers: $(VENV)/installed-test $(PEERS)/installed  ## Measure beside txtai, LlamaIndex, LangChain, Haystack and Chroma, into bench/results/peers.md
	$(BIN)/python -m bench.peers --python $(PEERS)/bin/python

bench-scale: $(VENV)/installed-test  ## Time search over 1,000,000 generated passages, into bench/results/scale.md; takes 8 GB of disk
	$(BIN)/python -m bench.scale

bench-growth: $(VENV)/installed-test  ## Look for a text whose time grows faster than its length, up to the limits of size (an hour)
	$(BIN)/python -m bench.growth

torture: $(VENV)/installed-test  ## The long form of the crash tests (minutes)
	$(BIN)/python -m pytest -m torture

clean:  ## Remove the environment and caches; documents stay
	rm -rf $(VENV) $(PEERS) .pytest_cache .mypy_cache .ruff_cache .hypothesis build *.egg-info

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	@echo "Installing Pincite into $(VENV): about 1 GB to download the first time, a few minutes."
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --editable .
	@touch $@

$(VENV)/installed-test: pyproject.toml $(VENV)/installed
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --editable '.[test]'
	@touch $@

$(PEERS)/installed: pyproject.toml
	@echo "Installing the peers into $(PEERS): about 2 GB on the disk."
	@$(PYTHON) -m venv $(PEERS)
	@$(PYTHON) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["peers"], sep="\n")' > $(PEERS)/requirements.txt
	@$(PEERS)/bin/python -m pip install --disable-pip-version-check --quiet --requirement $(PEERS)/requirements.txt
	@touch $@
