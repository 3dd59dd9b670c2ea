#!/bin/bash
# What a crawl and a scan say when there is nothing to fetch: whose fault it is, what to do, and the
# exit status that a script can go by. Nothing is fetched, written or analyzed for a wrong command line.
. "$(dirname "$0")/lib.sh"

serve robots-404
dead=http://127.0.0.1:9/ # discard: nobody listens there

# expect_error URL WORDS: one line of output, of an error at that URL, in these words.
expect_error() {
    expect_lines_valid
    expect_lines 1
    expect_jq .type error
    expect_jq .url "$1"
    expect_stdout_contains "$2"
    expect_stdout_lacks "empty file"
}

# expect_words N: so many lines of standard error.
expect_words() {
    expect_equal "$1" "$(wc -l <"$TMP/stderr")" "lines of standard error"
}

# The command line is wrong: 2, and nothing else happens.
echo "evidence" >"$TMP/evidence.warc"
for command in "crawl --output $TMP/evidence.warc" "scan --warc $TMP/evidence.warc --format jsonl" "scan --format table" "scan --output $TMP/evidence.warc"; do
    for wrong in "--allow-net localhost" "--allow-net 10.0.0.0/33" "--max-pages many" "--scope everything" "--no-such-option"; do
        # shellcheck disable=SC2086 # several words
        run bonafide $command $wrong "$SITE/"
        expect_status 2
        expect_stdout_empty
        expect_words 1
    done
    for wrong in "http://user:secret@127.0.0.1/" "http://127.0.0.1:0/" "http:///" "http://exa mple/"; do
        # shellcheck disable=SC2086 # several words
        run bonafide $command "$SITE/" "$wrong"
        expect_status 2
        expect_stdout_empty
        expect_words 1
    done
    # shellcheck disable=SC2086 # several words
    run bonafide $command
    expect_status 2
    expect_stdout_empty
done
run bonafide crawl --output "$TMP/evidence.warc" example.com
expect_status 2
expect_stderr_contains "it begins with http:// or https://"
mkdir "$TMP/faulty"
printf 'pack: faulty\nversion: 2026.11.1\nrules: [{id: "("}]\n' >"$TMP/faulty/faulty.yaml"
run bonafide scan --warc "$TMP/evidence.warc" --rules "$TMP/faulty" --allow-net 127.0.0.1 "$SITE/"
expect_status 2
expect_stdout_empty
expect_stderr_contains "faulty.yaml:3:"
expect_equal evidence "$(cat "$TMP/evidence.warc")" "a file that was there before"
expect_requests

# The guard refuses, and says what to do; doing it helps.
run bonafide crawl --output "$TMP/out.warc" "$SITE/"
expect_status 3
expect_stderr_contains "$SITE/: refused: 127.0.0.1 is loopback; --allow-net=127.0.0.1 opens it"
run bonafide scan "$SITE/"
expect_status 3
expect_error "$SITE/" "refused: 127.0.0.1 is loopback; --allow-net=127.0.0.1 opens it"
for name in "localhost:$PORT" "127.1:$PORT" "0x7f000001:$PORT" "2130706433:$PORT" "[::ffff:127.0.0.1]:$PORT"; do
    run bonafide scan --delay 0 "http://$name/" # judged at the socket, whatever it is called
    expect_status 3
    expect_stdout_contains "refused: "
done
expect_requests
run bonafide crawl --delay 0 --sitemaps named --allow-net=127.0.0.1 --output "$TMP/out.warc" "$SITE/"
expect_status 0
expect_requests /robots.txt / /two.html
run bonafide crawl --delay 0 --sitemaps named --allow-net "127.0.0.1:$PORT" --output "$TMP/out.warc" "$SITE/"
expect_status 0

# A seed that is dead: 3, and the others are fetched.
run bonafide scan --delay 0 --allow-net 127.0.0.1 "$dead"
expect_status 3
expect_error "$dead" "no connection: Connection refused"
run bonafide scan --delay 0 --allow-net 127.0.0.1 --all-pages "$dead" "$SITE/"
expect_status 3
expect_lines_valid
expect_jq .type $'page\npage\nerror'
run bonafide scan --delay 0 --allow-net 127.0.0.1 "$SITE/missing"
expect_status 3
expect_stdout_contains "$SITE/missing" "the server answers 404"

# Forbidden by robots.txt: the same.
serve robots-disallow
run bonafide scan --delay 0 --allow-net 127.0.0.1 "$SITE/private/notes.html"
expect_status 3
expect_error "$SITE/private/notes.html" "robots.txt keeps us from this page"

# A link that is dead is no failure, unless --strict says so.
mkdir "$TMP/site"
echo "<!DOCTYPE html><title>One dead link</title><a href=/missing.html>gone</a>" >"$TMP/site/index.html"
serve "$TMP/site"
run bonafide crawl --delay 0 --sitemaps named --allow-net 127.0.0.1 --output "$TMP/out.warc" "$SITE/"
expect_status 0
run bonafide crawl --delay 0 --sitemaps named --allow-net 127.0.0.1 --strict --output "$TMP/out.warc" "$SITE/"
expect_status 3

# A folder in use: nothing to analyze, and nothing is said of it.
mkdir "$TMP/state"
exec 8>"$TMP/state/lock"
flock 8
run bonafide scan --delay 0 --allow-net 127.0.0.1 --state "$TMP/state" "$SITE/"
expect_status 5
expect_stdout_empty
expect_stderr_contains "another run uses this folder"
expect_words 1
