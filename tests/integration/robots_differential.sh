#!/bin/bash
# Other parsers of robots.txt decide as ours does, or it is known why not: Protego (Python) and
# WWW::RobotRules (Perl), on the table of the unit test and on files that are made, always the same.
. "$(dirname "$0")/lib.sh"

VERDICTS=${ROBOTS_VERDICTS:-$ROOT/build/release/tests/robots_verdicts}
HERE=$ROOT/tests/integration
CASES=$ROOT/tests/unit/crawler/robots_cases.tsv

# compare DIFFERENCES: all three, with the differences explained in that file.
compare() {
    run /usr/bin/python3 "$HERE/robots_differential.py" "$CASES" "$1" "$VERDICTS" "$HERE/robots_differential.pl" "$TMP"
}

compare "$HERE/robots_differences.tsv"
expect_status 0
cat "$TMP/stdout"

# It can fail: an explanation that is gone, and one of a difference that there is not.
grep -v "^tie-allows	" "$HERE/robots_differences.tsv" >"$TMP/fewer.tsv"
compare "$TMP/fewer.tsv"
expect_status 1
expect_stderr_contains "tie-allows: robotrules says no, and $TMP/fewer.tsv does not say why"

{
    cat "$HERE/robots_differences.tsv"
    printf 'own-group\tprotego\t2.2.1\tno reason\n'
} >"$TMP/more.tsv"
compare "$TMP/more.tsv"
expect_status 1
expect_stderr_contains "own-group: $TMP/more.tsv explains a difference to protego that there is not"
