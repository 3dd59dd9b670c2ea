#!/bin/bash
# On a terminal people get a table, colours and a progress line, in a pipe or a file programs get JSON Lines and
# nothing else; and what a page says never steers the terminal.
. "$(dirname "$0")/lib.sh"

export TERM=xterm
ESC=$'\033'
ERASE=$'\r\033[K'
NO_COLOURS='s/\x1b\[[0-9;]*m//g'
NO_ERASED='s/.*\r\x1b\[K//'
PAGES=$ROOT/demo/site/therapists

# on STREAMS COMMAND...: runs it with these on a terminal of 70 columns; standard output is what was written there.
on() {
    run "$ROOT/tests/support/on-terminal" 70 "$@"
}

# What is seen in the end: lines without what was erased.
seen() {
    sed "$NO_ERASED" "$TMP/stdout"
}

expect_table() {
    local line
    seen | sed '/^bonafide: /d' >"$TMP/seen" # a crawl may complain before the first page is read
    head -n 1 "$TMP/seen" | grep -q '^LEVEL    CONDUCT ' || fail "no heading: $(head -n 1 "$TMP/seen")"
    tail -n 1 "$TMP/seen" | grep -q '^[0-9]* pages\{0,1\}, [0-9]* listings\{0,1\}: .* errors\{0,1\}$' || fail "no counts"
    line=$(sed "$NO_COLOURS" "$TMP/seen" | sed 1d | grep -Ev '^((high|medium|unknown|low|error) |bonafide: |         |$|[0-9]+ pages?,)') &&
        fail "a line of the table begins with: $line"
    return 0
}

# expect_only_our_sequences: colours of levels and erased lines, and no other control.
expect_only_our_sequences() {
    sed "s/\\r\\x1b\\[K//g; $NO_COLOURS" "$TMP/stdout" >"$TMP/plain"
    ! LC_ALL=C grep -q $'[\001-\010\013-\037\177]' "$TMP/plain" || fail "a control reached the terminal"
}

on out,err bonafide analyze "$PAGES"
expect_status 0
expect_table
expect_only_our_sequences
expect_stdout_contains "${ESC}[1;31mhigh     ${ESC}[0m" "${ESC}[32mlow      ${ESC}[0m" "$ERASE" "0 pages, 0 listings  file://"
expect_equal "" "$(sed "$NO_COLOURS" "$TMP/seen" | grep -v '^LEVEL\|https\?://\|file://' | grep -E '.{71}')" "lines wider than the terminal"

# Colours are for those who want them (no-color.org: set to anything but nothing).
NO_COLOR=1 on out,err bonafide analyze "$PAGES"
expect_table
expect_stdout_lacks "${ESC}[1;31m" "${ESC}[0m"
NO_COLOR='' on out,err bonafide analyze "$PAGES"
expect_stdout_contains "${ESC}[1;31m"
TERM=dumb on out,err bonafide analyze "$PAGES"
expect_table
expect_stdout_lacks "$ESC"

# Progress is for the terminal of standard error, and for nobody who asked for quiet.
on out bonafide analyze "$PAGES"
expect_table
expect_stdout_lacks "$ERASE"
expect_stderr_empty
on out,err bonafide analyze --quiet "$PAGES"
expect_table
expect_stdout_lacks "listings  file://"
# shellcheck disable=SC2016 # for the inner shell
on err sh -c 'bonafide analyze "$1" | cat >"$2"' sh "$PAGES" "$TMP/lines"
expect_stdout_empty
expect_lines_valid "$TMP/lines"
# shellcheck disable=SC2016
on err sh -c 'bonafide analyze "$1" >"$2"' sh "$PAGES" "$TMP/lines"
expect_stdout_contains "${ERASE}0 pages, 0 listings  file://"
expect_equal "" "$(seen)" "what is seen in the end"
expect_lines_valid "$TMP/lines"

# In a pipe there is nothing but lines, also when a table was asked for.
run bonafide analyze "$PAGES"
expect_lines_valid
expect_stdout_lacks "$ESC"
expect_stderr_empty
run bonafide analyze --format table "$PAGES"
expect_table
expect_stdout_lacks "$ESC"

# With --output both: lines to the file, the table to the terminal.
on out,err bonafide analyze --output "$TMP/lines" "$PAGES"
expect_table
expect_lines_valid "$TMP/lines"
on out,err bonafide analyze --format jsonl --quiet "$PAGES"
expect_lines_valid

# A page that would steer the terminal.
cat >"$TMP/page.html" <<'PAGE'
<!DOCTYPE html><html lang="en"><title>Ana&#27;]0;owned&#7; Example &#8238;&#155;2J, therapist</title>
<h1>Ana&#27;[2J Example&#8238;</h1><p>I am a sex therapist. Book a session with me for $150, call 555-0142.
<p>I offer &#27;[31m sexual contact &#8206; with clients.
PAGE
printf '<p>\033[2J\233\r\bI offer sexual contact and counseling sessions to all of my clients.' >>"$TMP/page.html"
on out,err bonafide analyze --all-pages --base-url "https://a.example/?"$'\033[2J' "$TMP/page.html"
expect_status 0
expect_table
expect_only_our_sequences
run bonafide explain --tour "$TMP/page.html"
expect_status 0
expect_only_our_sequences
printf '{"url":"https://a.example/\033]0;x\007","html":7}\n{"url":"\\u001b[2J","html":' >"$TMP/bad.jsonl"
on out,err bonafide analyze "$TMP/bad.jsonl" "$TMP/no"$'\033[2J'"file"
expect_status 3
expect_only_our_sequences

# Nobody waits before a silent prompt.
typed_on() { # STREAMS COMMAND...: the page is typed
    # shellcheck disable=SC2016
    run sh -c 'page=$1; shift; exec "$@" <"$page"' sh "$TMP/typed.html" "$ROOT/tests/support/on-terminal" 70 "$@"
}
printf '<!DOCTYPE html>\n<title>Ana</title>\n<p>A page.\n' >"$TMP/typed.html"
typed_on in,out,err bonafide analyze
expect_status 0
expect_equal "bonafide: reading standard input, as no FILE is named; Ctrl-D ends it" "$(head -n 1 "$TMP/stdout")"
expect_stdout_contains "1 page, 0 listings"
typed_on in,out,err bonafide analyze --quiet
expect_stdout_lacks "reading standard input"
expect_stdout_contains "1 page, 0 listings"
run bonafide analyze
expect_stderr_contains "empty file"
expect_lines 1

# A WARC stream is not for a terminal.
on out bonafide crawl http://127.0.0.1:9/
expect_status 2
expect_stdout_empty
expect_stderr_contains "crawl: a WARC stream is not for a terminal"

# With a state there is an archive, and the stream is left out.
serve "$ROOT/demo/site"
on out bonafide crawl --quiet --allow-net=127.0.0.0/8 --delay=0 --scope=page --state "$TMP/state" "$SITE/therapists/"
expect_status 0
expect_stdout_empty
ls "$TMP/state/warc/"*.warc.gz >/dev/null || fail "no archive"

# A scan's rows and its crawl's progress come from two processes and share a terminal.
on out,err bonafide scan --allow-net=127.0.0.0/8 --delay=0 "$SITE/therapists/"
expect_table
expect_only_our_sequences
expect_stdout_contains " queued, "

# A crawl's line tells how many pages, how fast, what is queued and wrong, and which host it is at.
on err bonafide crawl --allow-net=127.0.0.0/8 --delay=0 --output "$TMP/out.warc" "$SITE/therapists/"
expect_status 0
sed 's/\r/\n/g' "$TMP/stdout" | grep -qE "[1-9][0-9]* pages?, [0-9]+\.[0-9]/s, [0-9]+ queued, [0-9]+ errors?, .*  127\.0\.0\.1:$PORT\$" ||
    fail "no line of progress: $(sed 's/\r/\n/g' "$TMP/stdout" | head -n 5)"
seen | tail -n 1 | grep -q "^bonafide: crawl done: [0-9]* pages, " || fail "seen in the end: $(seen)"
# shellcheck disable=SC2016
on err sh -c 'bonafide scan --quiet --allow-net=127.0.0.0/8 --delay=0 "$1" >"$2"' sh "$SITE/therapists/" "$TMP/lines"
expect_stdout_empty
expect_lines_valid "$TMP/lines"

# In a pipe a crawl has no progress line: what reads it may write to the same terminal.
# shellcheck disable=SC2016
on err sh -c 'bonafide crawl --allow-net=127.0.0.0/8 --delay=0 "$1" | bonafide analyze - >"$2"' sh "$SITE/willow/" "$TMP/lines"
expect_status 0
expect_stdout_lacks " queued, "
expect_lines_valid "$TMP/lines"
