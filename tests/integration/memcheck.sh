#!/bin/bash
# valgrind finds no error and no leak in a scan of the demonstration site, in either of its two processes. Patterns
# are interpreted: of code that PCRE2 compiles at run time valgrind knows nothing.
. "$(dirname "$0")/lib.sh"

# valgrind makes calls of its own, which the sandbox of the crawl would refuse.
export BONAFIDE_SANDBOX=off
serve "$ROOT/demo/site"
run valgrind --quiet --trace-children=yes --error-exitcode=99 --leak-check=full \
    --show-leak-kinds=definite,indirect,possible --errors-for-leak-kinds=definite,indirect,possible \
    --suppressions="$ROOT/tests/support/loader.supp" --log-file="$TMP/valgrind.%p" \
    "$BONAFIDE" scan --interpret --quiet --delay 0 --allow-net "$SITE_ADDRESS" "$SITE/"
for log in "$TMP"/valgrind.*; do
    [ ! -s "$log" ] || fail "valgrind: $(head -n 40 "$log")"
done
expect_status 0
expect_lines_valid
expect_jq 'select(.listing.name == "Devon Placeholder" and .page.kind == "listing") | .risk.level' high
