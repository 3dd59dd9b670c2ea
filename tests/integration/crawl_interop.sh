#!/bin/bash
# What a crawl writes is what others read, and what others write gives the same levels as our own
# crawl: the two halves meet in WARC and nowhere else.
. "$(dirname "$0")/lib.sh"

VENV=$ROOT/tests/tools/venv
serve "$ROOT/demo/site"
net=(--allow-net 127.0.0.1 --delay 0)

# levels: "URL LEVEL..." of each page of the lines in standard output.
levels() {
    jq -r 'select(.type == "listing") | "\(.url) \(.risk.level)"' "$TMP/stdout" | sort
}

# In one command, and in two with a pipe, which is the same.
run bonafide scan "${net[@]}" --warc "$TMP/scan.warc.gz" "$SITE/"
expect_status 0
expect_lines_valid
levels >"$TMP/scan.levels"
[ "$(wc -l <"$TMP/scan.levels")" -gt 20 ] || fail "too few listings to compare"
# shellcheck disable=SC2016 # for the inner shell
run bash -o pipefail -c 'bonafide crawl "$@" | bonafide analyze - | jq -r "select(.type == \"listing\") | .risk.level"' bash "${net[@]}" "$SITE/"
expect_status 0
expect_equal "$(awk '{ print $2 }' "$TMP/scan.levels" | sort)" "$(sort "$TMP/stdout")" "levels through a pipe"

# What scan kept, read again; line by line but for where it is kept and when it ran.
run bonafide analyze "$TMP/scan.warc.gz"
expect_status 0
levels | diff "$TMP/scan.levels" - >"$TMP/difference" || fail "read again: $(cat "$TMP/difference")"
expect_whole "$TMP/scan.warc.gz"

# warcio reads it all, and finds every digest right.
if [ -x "$VENV/bin/warcio" ]; then
    run "$VENV/bin/warcio" check --verbose "$TMP/scan.warc.gz"
    expect_status 0
    expect_stdout_contains "digest pass"
    expect_stdout_lacks "digest failed" "unknown hash" "no digest to check"
else
    echo "not compared with warcio: run tests/tools/install first" >&2
fi

# The same pages, fetched by wget, which does not hear our own robots rules and takes more: its levels
# of the pages that both have are ours.
run wget --quiet --recursive --level 16 --directory-prefix "$TMP/tree" --warc-file "$TMP/wget" --warc-tempdir "$TMP" "$SITE/"
expect_status 0 8
run bonafide analyze "$TMP/wget.warc.gz"
expect_status 0
expect_lines_valid
levels >"$TMP/wget.levels"
diff "$TMP/scan.levels" "$TMP/wget.levels" >"$TMP/difference" || fail "wget (>) and scan (<): $(cat "$TMP/difference")"
