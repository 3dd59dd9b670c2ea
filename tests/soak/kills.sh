#!/bin/bash
# tests/integration/kills.sh, for long: each kind of crawl is killed 100 times, over 500 pages.
export KILLS=${KILLS:-100} PAGES=${PAGES:-500} PERIOD_MS=${PERIOD_MS:-400}
exec bash "$(dirname "$0")/../integration/kills.sh"
