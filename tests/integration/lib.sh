# shellcheck shell=bash
# lib.sh: what integration tests share: a server on loopback, a command run once, and what is
# expected of it. Knows nothing of pages or rules. A test is a bash file beside this one:
#
#     . "$(dirname "$0")/lib.sh"
#     serve robots-disallow                  # tests/integration/sites/robots-disallow, or any folder; sets $SITE
#     run bonafide crawl --output "$TMP/out.warc" "$SITE/therapists/"
#     expect_status 0
#     expect_requests /robots.txt /therapists/
#
# It ends at the first expectation that does not hold, and shows what was run. $TMP is its own folder
# and is gone afterwards (KEEP=1 keeps it). The command is $BONAFIDE, else that of build/release.
set -u

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
BONAFIDE=${BONAFIDE:-$ROOT/build/release/bonafide}
export BONAFIDE
export BONAFIDE_RULES=${BONAFIDE_RULES:-$ROOT/rules}
export LC_ALL=C.UTF-8 TZ=UTC
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_COLOR BONAFIDE_ROSTER
PATH=$(dirname "$BONAFIDE"):$PATH:/usr/sbin
TMP=$(mktemp -d "${TMPDIR:-/tmp}/bonafide-test.XXXXXX")
. "$ROOT/tests/support/serve.sh"
ran=

clean_up() {
    stop_servers
    if [ -n "${KEEP:-}" ]; then
        echo "kept: $TMP" >&2
    else
        rm -rf "$TMP"
    fi
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# fail WORDS: ends the test, and shows what was run last.
fail() {
    {
        echo "FAILED: $*"
        echo "  at: $(place_of_call)"
        if [ -n "$ran" ]; then
            echo "  ran: $ran"
            echo "  exit status: $status"
            echo "  standard output:"
            head -c 4000 "$TMP/stdout" | sed 's/^/    /'
            echo "  standard error:"
            head -c 4000 "$TMP/stderr" | sed 's/^/    /'
        fi
        [ ! -s "$TMP/access.log" ] || sed 's/^/  request: /' "$TMP/access.log"
    } >&2
    exit 1
}

# The line of the test itself, however deep we are in this file and serve.sh.
place_of_call() {
    local i
    for ((i = 1; i < ${#BASH_SOURCE[@]}; i++)); do
        [[ "${BASH_SOURCE[i]}" == "${BASH_SOURCE[0]}" || "${BASH_SOURCE[i]}" == */serve.sh ]] || break
    done
    echo "${BASH_SOURCE[i]}:${BASH_LINENO[i - 1]}"
}

# run COMMAND...: runs it once; $status, $TMP/stdout and $TMP/stderr are what came of it.
run() {
    ran=$*
    status=0
    "$@" >"$TMP/stdout" 2>"$TMP/stderr" </dev/null || status=$?
    # Whatever was asked, a crash is never what was expected.
    [ "$status" -lt 132 ] || [ "$status" -eq 143 ] || fail "it crashed"
}

# expect_status N...: one of these.
expect_status() {
    local wanted
    for wanted in "$@"; do
        [ "$status" -ne "$wanted" ] || return 0
    done
    fail "exit status $status, expected $*"
}

# expect_requests [PATH]...: the server's log has exactly these, each once, in any order.
expect_requests() {
    expect_log sort "$@"
}

# expect_requests_in_order [PATH]...: exactly these, in this order.
expect_requests_in_order() {
    expect_log cat "$@"
}

# A server writes its log after it has answered: a line may come a moment later than the answer.
expect_log() { # FILTER PATH...
    local filter=$1 i
    shift
    for ((i = 0; i < 50; i++)); do
        diff <([ $# -eq 0 ] || printf '%s\n' "$@" | "$filter") <(requests | "$filter") >"$TMP/difference" && return
        sleep 0.02
    done
    fail "requests differ (<: expected, >: seen): $(cat "$TMP/difference")"
}

# requests: the paths of the server's log, one a line.
requests() {
    awk '{ print $2 }' "$ACCESS_LOG"
}

# expect_stdout_contains TEXT..., and likewise: each of them, as it stands.
expect_stdout_contains() {
    local text
    for text in "$@"; do
        grep -qF -- "$text" "$TMP/stdout" || fail "standard output lacks: $text"
    done
}
expect_stdout_lacks() {
    local text
    for text in "$@"; do
        ! grep -qF -- "$text" "$TMP/stdout" || fail "standard output has: $text"
    done
}
expect_stderr_contains() {
    local text
    for text in "$@"; do
        grep -qF -- "$text" "$TMP/stderr" || fail "standard error lacks: $text"
    done
}
expect_stdout_empty() {
    [ ! -s "$TMP/stdout" ] || fail "standard output is not empty"
}
expect_stderr_empty() {
    [ ! -s "$TMP/stderr" ] || fail "standard error is not empty"
}
expect_file() {
    [ -s "$1" ] || fail "no file, or an empty one: $1"
}
expect_equal() { # WANTED GOT [WHAT]
    [ "$1" = "$2" ] || fail "${3:-value}: expected '$1', got '$2'"
}

# expect_lines N: standard output has N lines.
expect_lines() {
    expect_equal "$1" "$(wc -l <"$TMP/stdout")" "lines of standard output"
}

# expect_lines_valid [FILE]: whole lines, each allowed by schema/report.schema.json.
# shellcheck disable=SC2120 # its argument is optional
expect_lines_valid() {
    local faults
    faults=$("$ROOT/tests/schema_check.py" "${1:-$TMP/stdout}") || fail "lines are not as the schema says: $faults"
}

# expect_jq FILTER WANTED: what jq -r makes of standard output.
expect_jq() {
    local got
    got=$(jq -r "$1" "$TMP/stdout" 2>&1) || fail "jq $1: $got"
    expect_equal "$2" "$got" "jq '$1'"
}

# serve_raw FOLDER: serves bytes exactly as they stand in FOLDER/NAME.http (tests/support/raw_server).
# Sets $SITE, $PORT and $ACCESS_LOG as serve does.
serve_raw() {
    local prefix i
    prefix=$(mktemp -d "$TMP/server.XXXXXX")
    : >"$prefix/access.log"
    "$ROOT/tests/support/raw_server" "$1" "$prefix/port" "$prefix/access.log" 2>"$prefix/stderr" &
    servers+=($!)
    for ((i = 0; i < 100; i++)); do
        [ ! -s "$prefix/port" ] || break
        sleep 0.05
    done
    PORT=$(cat "$prefix/port" 2>/dev/null) || fail "serve_raw: $(cat "$prefix/stderr")"
    # shellcheck disable=SC2034 # for the test
    SITE=http://127.0.0.1:$PORT
    ACCESS_LOG=$prefix/access.log
    ln -sf "$ACCESS_LOG" "$TMP/access.log"
}

# expect_whole FILE: a WARC file that is whole, with every digest right; $TMP/records has a line a
# record (tests/support/warc_list), $TMP/responses a line "PATH STATUS TRUNCATED" a response, and
# $TMP/revisits the same of revisits.
expect_whole() {
    "$ROOT/tests/support/warc_list" "$1" >"$TMP/records" 2>"$TMP/faults" || fail "$1: $(cat "$TMP/faults")"
    sed -n 's|^response [a-z]*://[^/]*\(/[^ ]* [0-9-]* [a-z-]*\) [0-9]*$|\1|p' "$TMP/records" >"$TMP/responses"
    sed -n 's|^revisit [a-z]*://[^/]*\(/[^ ]* [0-9-]* [a-z-]*\) [0-9]*$|\1|p' "$TMP/records" >"$TMP/revisits"
}

# expect_responses FILE "PATH STATUS TRUNCATED"...: the file is whole and has exactly these, in any
# order.
expect_responses() {
    expect_whole "$1"
    diff <(printf '%s\n' "${@:2}" | sort) <(sort "$TMP/responses") >"$TMP/difference" ||
        fail "responses of $1 differ (<: expected, >: seen): $(cat "$TMP/difference")"
}

# wait_for_requests N [SECONDS]: until the server's log has N lines.
wait_for_requests() {
    local i
    for ((i = 0; i < ${2:-10} * 50; i++)); do
        [ "$(wc -l <"$ACCESS_LOG")" -lt "$1" ] || return 0
        sleep 0.02
    done
    fail "fewer than $1 requests after ${2:-10} s"
}
