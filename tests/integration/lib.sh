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
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_COLOR
PATH=$(dirname "$BONAFIDE"):$PATH:/usr/sbin
TMP=$(mktemp -d "${TMPDIR:-/tmp}/bonafide-test.XXXXXX")
servers=()
ran=

clean_up() {
    local pid
    for pid in ${servers[@]+"${servers[@]}"}; do
        kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
    done
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
        echo "  at: $(caller 1 | awk '{ print $3 ":" $1 }')"
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

# One location more for a site: files named nginx.conf in its folder are put into its server block.
write_server_config() { # PREFIX FOLDER PORT
    local extra=
    [ ! -f "$2/nginx.conf" ] || extra="include $2/nginx.conf;"
    cat >"$1/server.conf" <<CONF
worker_processes 1;
daemon off;
pid $1/pid;
error_log $1/error.log;
events { worker_connections 256; }
http {
    types {
        text/html html htm;
        text/css css;
        text/plain txt;
        application/json json;
        application/xml xml;
        application/javascript js;
        application/pdf pdf;
        image/png png;
    }
    default_type application/octet-stream;
    charset utf-8;
    log_format requests '\$request_method \$request_uri \$status "\$http_user_agent" \$msec';
    access_log $1/access.log requests;
    client_body_temp_path $1/body;
    proxy_temp_path $1/proxy;
    fastcgi_temp_path $1/fastcgi;
    uwsgi_temp_path $1/uwsgi;
    scgi_temp_path $1/scgi;
    server {
        listen 127.0.0.1:$3;
        server_name _;
        root $2;
        absolute_redirect off;
        location = /nginx.conf { return 404; }
        $extra
    }
}
CONF
}

# serve SITE: serves tests/integration/sites/SITE, or the folder SITE, on a free port of loopback.
# Sets $SITE, $PORT, and $ACCESS_LOG, which is the log that expect_requests reads; a second server
# has its own. A file nginx.conf in the folder is put into the server block.
serve() {
    local folder=$ROOT/tests/integration/sites/$1 prefix attempt
    [ -d "$folder" ] || folder=$1
    [ -d "$folder" ] || fail "serve: no site $1"
    folder=$(cd "$folder" && pwd)
    command -v nginx >/dev/null || fail "serve: nginx is missing: scripts/setup"
    for attempt in 1 2 3 4 5 6 7 8; do
        prefix=$(mktemp -d "$TMP/server.XXXXXX")
        # Workers of a server started by root are another user: they must be let in.
        chmod 755 "$TMP" "$prefix"
        PORT=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        write_server_config "$prefix" "$folder" "$PORT"
        nginx_as_user "$prefix" &
        servers+=($!)
        if wait_for_server "$!" "$prefix"; then
            # shellcheck disable=SC2034 # for the test
            SITE=http://127.0.0.1:$PORT
            ACCESS_LOG=$prefix/access.log
            ln -sf "$ACCESS_LOG" "$TMP/access.log"
            return 0
        fi
    done
    fail "serve: no server after $attempt attempts: $(cat "$prefix/stderr" "$prefix/error.log" 2>/dev/null)"
}

nginx_as_user() { # PREFIX
    local directives=
    [ "$(id -u)" -ne 0 ] || directives="user root;"
    exec nginx -p "$1" -c "$1/server.conf" -e "$1/error.log" ${directives:+-g "$directives"} 2>"$1/stderr"
}

# Waits until the server of $PORT answers and is the one with this pid (another may have the port).
wait_for_server() { # PID PREFIX
    local i
    for ((i = 0; i < 100; i++)); do
        kill -0 "$1" 2>/dev/null || return 1
        if [ -s "$2/pid" ] && (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; then
            return 0
        fi
        sleep 0.05
    done
    return 1
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

# expect_requests PATH...: the server's log has exactly these, each once, in any order.
expect_requests() {
    diff <(printf '%s\n' "$@" | sort) <(requests | sort) >"$TMP/difference" ||
        fail "requests differ (<: expected, >: seen): $(cat "$TMP/difference")"
}

# expect_requests_in_order PATH...: exactly these, in this order.
expect_requests_in_order() {
    diff <(printf '%s\n' "$@") <(requests) >"$TMP/difference" ||
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
