#!/bin/bash
# A crawl gives up what it does not need, and still finds names, checks certificates, and writes to its
# output and its state.
. "$(dirname "$0")/lib.sh"

mkdir "$TMP/site"
echo '<!DOCTYPE html><title>One</title><a href=/two.html>two</a>' >"$TMP/site/index.html"
echo '<!DOCTYPE html><title>Two</title><p>Nothing more.' >"$TMP/site/two.html"
serve "$TMP/site"
named=http://localhost:$PORT # which libcurl knows by itself
allowed=(--allow-net 127.0.0.0/8 --allow-net ::1)
export RES_OPTIONS="timeout:1 attempts:1" # for names that nobody has

# rights PID: the kernel's word on whether the process can have new privileges, and has a filter.
rights() {
    awk '/^(NoNewPrivs|Seccomp):/ { printf "%s %s ", $1, $2 }' "/proc/$1/status"
}

children_of() { # PID
    cat /proc/[0-9]*/stat 2>/dev/null | awk -v parent="$1" '$4 == parent { print $1 }'
}

# Whatever is written: a pipe, a file, a compressed file, a state folder; nothing is refused on the way.
export BONAFIDE_SANDBOX=report
for output in out.warc out.warc.gz; do
    run bonafide crawl "${allowed[@]}" --quiet --delay 0 --output "$TMP/$output" "$named/"
    expect_status 0
    expect_stderr_empty
    expect_whole "$TMP/$output"
    expect_equal "/ 200 - /two.html 200 - " "$(grep ' 200 ' "$TMP/responses" | sort | tr '\n' ' ')" "pages of $output"
done
for round in first second; do
    run bonafide crawl "${allowed[@]}" --quiet --delay 0 --state "$TMP/state" "$named/?$round"
    expect_status 0
    expect_stderr_empty
    expect_whole "$TMP/stdout"
done
run bonafide scan "${allowed[@]}" --quiet --delay 0 --all-pages --state "$TMP/state-of-scan" --warc "$TMP/kept.warc" "$named/"
expect_status 0
expect_stderr_empty
expect_lines 2
expect_whole "$TMP/kept.warc"
unset BONAFIDE_SANDBOX

# In force while it waits for its second request, which is far away.
: >"$ACCESS_LOG"
bonafide crawl "${allowed[@]}" --quiet --delay 600 --output "$TMP/waiting.warc" "$SITE/" 2>/dev/null &
crawl=$!
wait_for_requests 1
expect_equal "NoNewPrivs: 1 Seccomp: 2 " "$(rights "$crawl")" "rights of the crawl"
kill -TERM "$crawl"
wait "$crawl"
expect_equal 143 $? "exit status of the crawl"

# In a scan it is the process of the crawl that gives up, not the one that prints.
: >"$ACCESS_LOG"
bonafide scan "${allowed[@]}" --quiet --delay 600 "$SITE/" >/dev/null 2>&1 &
scan=$!
wait_for_requests 1
found=
for child in $(children_of "$scan"); do
    [ "$(rights "$child")" != "NoNewPrivs: 1 Seccomp: 2 " ] || found=$child
done
[ -n "$found" ] || fail "no child of the scan has given up its rights"
expect_equal "$(rights $$)" "$(rights "$scan")" "rights of the scan"
kill -TERM "$scan"
wait "$scan"
expect_equal 143 $? "exit status of the scan"

# Names that nobody has, in ASCII and not, fail as names; a certificate is judged by those of the system.
BONAFIDE_SANDBOX=report run bonafide crawl --output "$TMP/out.warc" http://nothing.invalid/ http://nächste.invalid/
expect_status 3
! grep -q "^bonafide: sandbox:" "$TMP/stderr" || fail "a look-up is refused something"
for name in nothing.invalid xn--nchste-bua.invalid; do
    grep "$name" "$TMP/stderr" | grep -Eq "Could not resolve host|name was not found" || fail "why not $name?"
done

openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -keyout "$TMP/key.pem" -out "$TMP/cert.pem" 2>/dev/null ||
    fail "openssl req"
: >"$TMP/tls"
openssl s_server -accept 127.0.0.1:0 -cert "$TMP/cert.pem" -key "$TMP/key.pem" -www >"$TMP/tls" 2>&1 &
servers+=($!)
for ((i = 0; i < 200; i++)); do
    tls=$(sed -n 's/^ACCEPT .*:\([0-9]*\)$/\1/p' "$TMP/tls")
    [ -z "$tls" ] || break
    sleep 0.05
done
[ -n "$tls" ] || fail "openssl s_server: $(cat "$TMP/tls")"
run bonafide crawl --allow-net 127.0.0.1 --output "$TMP/out.warc" "https://127.0.0.1:$tls/"
expect_status 3
grep -Eqi "self-signed" "$TMP/stderr" || fail "the certificate was not judged"

# A file that is no crawl's is out of reach, and the report names it (a list of aliases that the C library
# would read when it looks for a name without dots).
echo "alias localhost" >"$TMP/aliases"
export HOSTALIASES=$TMP/aliases
run "$ROOT/scripts/why-blocked" http://alias/
expect_status 1
expect_stdout_contains "bonafide: sandbox: $TMP/aliases is refused by Landlock"
unset HOSTALIASES
run "$ROOT/scripts/why-blocked"
expect_status 0
expect_stdout_contains "nothing was refused; bonafide crawl ended with exit status 3" # a name that nobody has

# Off is told once, unless nothing is to be told; nothing else is a setting.
export BONAFIDE_SANDBOX=off
run bonafide crawl "${allowed[@]}" --delay 0 --output "$TMP/out.warc" "$named/"
expect_status 0
expect_equal 1 "$(grep -c "this process keeps all its rights: BONAFIDE_SANDBOX is off" "$TMP/stderr")" "lines that tell"
run bonafide crawl "${allowed[@]}" --quiet --delay 0 --output "$TMP/out.warc" "$named/"
expect_status 0
expect_stderr_empty
export BONAFIDE_SANDBOX=maybe
run bonafide crawl "${allowed[@]}" --output "$TMP/out.warc" "$named/"
expect_status 2
expect_stderr_contains "BONAFIDE_SANDBOX may be on, report or off, not maybe"
