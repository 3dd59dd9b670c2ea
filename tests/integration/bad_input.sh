#!/bin/bash
# Whatever a source is, the command says what it made of it, within bounds, and reads on: an error
# line for what could not be read, exit status 3, and the lines of the rest. Rules that are wrong and
# output that fails end the run, with 2 and 5.
. "$(dirname "$0")/lib.sh"

MEGABYTES=800 # of address space that a run may have, its rules among it; the page's own bounds are below
SECONDS_MOST=60

# A sound page, read after each bad source: what comes behind is never lost.
good=$TMP/good.html
# shellcheck disable=SC2016 # $180 is a price
printf '<!DOCTYPE html><html lang=en><title>Ana Example</title><h1>Ana Example</h1>
<p>I am a therapist, LMFT 12345, licensed in California. I offer talk therapy, $180 per session.</p>
<p>There is never any sexual contact between us, here or anywhere else, and you decide how we go on.</p>' >"$good"

# bounded COMMAND...: runs it with a bound on time and memory; over either, it fails.
bounded() {
    local begin=$SECONDS
    run bash -c 'ulimit -v "$1"; shift; exec timeout --signal=KILL "$@"' bash $((MEGABYTES * 1024)) $SECONDS_MOST "$@"
    [ $((SECONDS - begin)) -lt $SECONDS_MOST ] || fail "it took $SECONDS_MOST seconds"
}

# analyze FILE...: with the sound page last, whose line must stand last.
analyze() {
    bounded bonafide analyze --all-pages "$@" "$good"
    expect_lines_valid
    expect_equal "Ana Example" "$(tail -n 1 "$TMP/stdout" | jq -r .listing.name)" "the page after $*"
}

# expect_error WORDS: one error line, whose message has the words.
expect_error() {
    expect_equal 1 "$(jq -r 'select(.type == "error") | .type' "$TMP/stdout" | wc -l)" "error lines"
    jq -r 'select(.type == "error") | .errors[0].message' "$TMP/stdout" | grep -qF -- "$1" ||
        fail "no error line says: $1"
}

# repeat N TEXT
repeat() {
    head -c $(($1 * ${#2})) < <(yes "$2" | tr -d '\n')
}

# record URL FILE: one WARC resource record of an HTML file.
record() {
    printf 'WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-00000000000%s>\r\nWARC-Date: 2026-11-23T20:00:00Z\r\nWARC-Target-URI: %s\r\nContent-Type: text/html\r\nContent-Length: %s\r\n\r\n' \
        "${3:-1}" "$1" "$(stat -c %s "$2")"
    cat "$2"
    printf '\r\n\r\n'
}

what_is_no_source_is_an_error_line() {
    analyze "$TMP/missing.html"
    expect_status 3
    expect_error "No such file or directory"
    : >"$TMP/empty.html"
    analyze "$TMP/empty.html"
    expect_status 3
    expect_error "empty"
    mkdir "$TMP/folder"
    analyze "$TMP/folder"
    expect_status 3
    expect_error "no page"
    head -c 100000 /dev/urandom | sed 's/^/\x00/' >"$TMP/random.html"
    analyze "$TMP/random.html"
    expect_status 3
    expect_error "neither WARC, HTML nor JSON Lines"
    printf '\x89PNG\r\n\x1a\n\0\0\0\rIHDR' >"$TMP/image.html"
    analyze "$TMP/image.html"
    expect_status 3
    expect_error "neither WARC, HTML nor JSON Lines"
}

a_cut_archive_gives_what_is_whole() {
    { record https://a.example/ "$good" 1 && record https://b.example/ "$good" 2; } >"$TMP/two.warc"
    head -c $(($(stat -c %s "$TMP/two.warc") - 200)) "$TMP/two.warc" >"$TMP/cut.warc"
    analyze "$TMP/cut.warc"
    expect_status 3
    expect_error "cut off"
    expect_jq 'select(.type == "listing" and .url == "https://a.example/") | .url' https://a.example/
    gzip <"$TMP/two.warc" | head -c 300 >"$TMP/cut.warc.gz"
    analyze "$TMP/cut.warc.gz"
    expect_status 3
    { record https://a.example/ "$good" && printf 'WARC/1.1\r\nContent-Length: x\r\n\r\n' && record https://b.example/ "$good" 2; } >"$TMP/broken.warc"
    analyze "$TMP/broken.warc"
    expect_status 3
    expect_jq 'select(.type == "listing" and .url == "https://b.example/") | .url' https://b.example/
}

a_bomb_goes_off_within_bounds() {
    local length
    # 1 GiB, as a content coding and as a member of an archive.
    head -c 1073741824 /dev/zero | gzip -1 >"$TMP/bomb.gz"
    { printf 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n' && cat "$TMP/bomb.gz"; } >"$TMP/response"
    length=$(stat -c %s "$TMP/response")
    {
        printf 'WARC/1.1\r\nWARC-Type: response\r\nWARC-Date: 2026-11-23T20:00:00Z\r\nWARC-Target-URI: https://bomb.example/\r\nContent-Type: application/http;msgtype=response\r\nContent-Length: %s\r\n\r\n' "$length"
        cat "$TMP/response"
        printf '\r\n\r\n'
    } >"$TMP/coding.warc"
    analyze "$TMP/coding.warc"
    expect_status 0
    expect_jq 'select(.url == "https://bomb.example/") | .coverage.truncated' true

    {
        printf 'WARC/1.1\r\nWARC-Type: resource\r\nWARC-Date: 2026-11-23T20:00:00Z\r\nWARC-Target-URI: https://bomb.example/\r\nContent-Type: text/html\r\nContent-Length: 1073741824\r\n\r\n'
        head -c 1073741824 /dev/zero
        printf '\r\n\r\n'
    } | gzip -1 >"$TMP/member.warc.gz"
    record https://a.example/ "$good" | gzip >>"$TMP/member.warc.gz"
    analyze "$TMP/member.warc.gz"
    expect_status 0 3
    expect_jq 'select(.url == "https://a.example/") | .type' listing
}

odd_bytes_are_read_and_counted() {
    printf '<p>I offer\0 talk.</p><p>Caf\xff\xfe and a therapist.</p>' >"$TMP/nul.html"
    analyze "$TMP/nul.html"
    expect_status 0
    printf '<meta charset=utf-8><p>I offer talk. Caf\xff\xfe and a therapist.</p>' >"$TMP/bytes.html"
    analyze "$TMP/bytes.html"
    expect_status 0
    expect_jq 'select(.listing.name != "Ana Example") | .coverage.bad_bytes' 2
}

much_is_cut_and_says_so() {
    { cat "$good" && printf '<p>' && repeat 10000000 words; } >"$TMP/line.html"
    analyze "$TMP/line.html"
    expect_status 0
    expect_jq 'select(.url | endswith("line.html")) | .coverage.truncated' true
    { repeat 100000 '<div>' && cat "$good"; } >"$TMP/open.html"
    analyze "$TMP/open.html"
    expect_status 0
    expect_jq 'select(.url | endswith("open.html")) | .coverage.truncated, .credentials.claims[0].number' "true
12345"
    { cat "$good" && repeat 100000 '</b>' && printf '<p>I offer sexual contact with clients.'; } >"$TMP/stray.html"
    analyze "$TMP/stray.html"
    expect_status 0
    expect_jq 'select(.url | endswith("stray.html")) | .findings | length > 0' true
    # Each match asks every cue; one long sentence of them once took more than ten minutes.
    { cat "$good" && printf '<p>' && repeat 100000 'we offer sexual contact and never judge '; } >"$TMP/matches.html"
    analyze "$TMP/matches.html"
    expect_status 0
    expect_jq 'select(.url | endswith("matches.html")) | .type, (.errors | length > 0)' 'listing
true'
}

a_broken_line_costs_one_page() {
    local html
    html=$(jq -Rs . "$good")
    {
        printf '{"url":"https://a.example/","html":%s}\n' "$html"
        printf '{"url":"https://broken.example/","html":\n'
        printf '{"url":"https://b.example/","html":%s}\n' "$html"
    } >"$TMP/pages.jsonl"
    analyze "$TMP/pages.jsonl"
    expect_status 3
    expect_jq 'select(.type == "error") | .errors[0].line' 2
    expect_jq 'select(.type == "listing") | .url' "https://a.example/
https://b.example/
file://$good"
}

standard_input_is_a_source_like_any_other() {
    bounded bash -c 'printf "\x89PNG\0" | bonafide analyze -'
    expect_status 3
    expect_lines_valid
    expect_error "neither WARC, HTML nor JSON Lines"
}

broken_rules_end_the_run_before_it_begins() {
    mkdir "$TMP/local"
    cat >"$TMP/local/mine.yaml" <<'YAML'
pack: mine
version: 2026.1.1
signs:
  - {id: mine.odd, kind: listing, pattern: 'offer (talk'}
YAML
    run bonafide analyze --rules "$TMP/local" "$good"
    expect_status 2
    expect_stdout_empty
    expect_stderr_contains "$TMP/local/mine.yaml:4:56: missing closing parenthesis"
    run bonafide analyze --rules "$TMP/nowhere" "$good"
    expect_status 2
    expect_stdout_empty
    expect_stderr_contains "$TMP/nowhere"
}

output_that_fails_ends_the_run_with_whole_lines() {
    run bonafide analyze --output "$TMP/no/such/folder" "$good"
    expect_status 5
    expect_stderr_contains "$TMP/no/such/folder"
    run bash -c '"$@" >/dev/full' bash bonafide analyze "$good"
    expect_status 5
    # A disk that fills up: two pages fit, and half of the third does not stay.
    run bash -c 'ulimit -f "$1"; shift; trap "" XFSZ; "$@"' bash 16 bonafide analyze --output "$TMP/lines" "$good" "$good" "$good" "$good" "$good" "$good" "$good" "$good"
    expect_status 5
    expect_lines_valid "$TMP/lines"
}

equal_input_gives_equal_lines() {
    local sources=("$good" "$TMP/two.warc" "$TMP/pages.jsonl" "$TMP/nul.html" "$TMP/missing.html")
    bonafide analyze --all-pages "${sources[@]}" 2>"$TMP/stderr" | jq -c 'del(.run)' >"$TMP/first"
    bonafide analyze --all-pages --interpret "${sources[@]}" 2>"$TMP/stderr" | jq -c 'del(.run)' >"$TMP/second"
    expect_file "$TMP/first"
    cmp "$TMP/first" "$TMP/second" || fail "equal input, other lines"
}

what_is_no_source_is_an_error_line
a_cut_archive_gives_what_is_whole
a_bomb_goes_off_within_bounds
odd_bytes_are_read_and_counted
much_is_cut_and_says_so
a_broken_line_costs_one_page
standard_input_is_a_source_like_any_other
broken_rules_end_the_run_before_it_begins
output_that_fails_ends_the_run_with_whole_lines
equal_input_gives_equal_lines
