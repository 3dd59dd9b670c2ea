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

# As people mistype it: one line that names the option or file, and what is right.
mkdir "$TMP/folder"
echo "no certificate" >"$TMP/text"
echo "example.com" >"$TMP/list"
wrong=0
while IFS='|' read -r arguments words; do
    for command in "crawl --output $TMP/evidence.warc" "scan --warc $TMP/evidence.warc --format jsonl"; do
        # shellcheck disable=SC2086 # several words
        eval "run bonafide $command --allow-net 127.0.0.1 --delay 0 $arguments"
        expect_status 2
        expect_stdout_empty
        expect_words 1
        expect_stderr_contains "$words"
        wrong=$((wrong + 1))
    done
done <<WRONG
example.com|begins with http:// or https://
$SITE/ example.com|begins with http:// or https://
//example.com/|begins with http:// or https://
--allow-net nonsense $SITE/|--allow-net: "nonsense" is no network like 127.0.0.0/8
--allow-net example.com $SITE/|--allow-net: "example.com" is no network like 127.0.0.0/8
--proxy nonsense $SITE/|--proxy: "nonsense" is no proxy like http://proxy.example:3128
--proxy ftp://proxy.example:21 $SITE/|--proxy: "ftp://proxy.example:21" is no proxy like
--ca-file $TMP/missing $SITE/|--ca-file: $TMP/missing: cannot read: No such file or directory
--ca-file $TMP/folder $SITE/|--ca-file: $TMP/folder has no certificate in PEM form
--ca-file $TMP/text $SITE/|--ca-file: $TMP/text has no certificate in PEM form
--include '(' $SITE/|--include: the pattern "(" cannot be read at byte 2: missing closing parenthesis
--exclude '[a' $SITE/|--exclude: the pattern "[a" cannot be read at byte 3
--seeds $TMP/missing $SITE/|$TMP/missing: cannot read: No such file or directory
--seeds $TMP/folder $SITE/|$TMP/folder: cannot read: Is a directory
--seeds $TMP/list $SITE/|$TMP/list:1: 
--seeds /dev/null|: which URL
--concurrency 0 $SITE/|--concurrency: it has to be more than 0
--max-bytes 0 $SITE/|--max-bytes: it has to be more than 0
--timeout 0 $SITE/|--timeout: it has to be more than 0
--idle-timeout 0 $SITE/|--idle-timeout: it has to be more than 0
--connect-timeout 0 $SITE/|--connect-timeout: it has to be more than 0
--max-pages -1 $SITE/|--max-pages: "-1" is no number
--max-bytes 1T $SITE/|--max-bytes: "1T" is no size like 512K or 16M
--delay abc $SITE/|--delay: "abc" is no time in seconds like 2 or 0.5
--scope nonsense $SITE/|--scope: "nonsense" is no SCOPE; one of: page, path, host, domain, list
--contact nobody $SITE/|--contact: "nobody" is neither a URL like
--contact 'us @example.org' $SITE/|--contact: "us @example.org" is neither a URL like
--contact \$'us@example.org\\r\\nX: y' $SITE/|nor a mail address like us@example.org
--state= $SITE/|--state: the value is empty
--include= $SITE/|--include: the value is empty
WRONG
expect_equal 60 "$wrong" "wrong command lines"
run bonafide crawl --explain-robots --output "$TMP/evidence.warc" "$SITE/"
expect_status 2
expect_words 1
expect_stderr_contains "--explain-robots prints to standard output"

# A place that cannot be written: 5, and nothing is fetched.
for place in "$TMP/missing/out" "$TMP/missing/deep/" "$TMP/text/"; do
    for command in "crawl --output" "scan --format jsonl --warc" "scan --output"; do
        # shellcheck disable=SC2086 # several words
        run bonafide $command "$place" --allow-net 127.0.0.1 "$SITE/"
        expect_status 5
        expect_stdout_empty
        expect_words 1
        expect_stderr_contains "$place: cannot write: "
    done
done
for place in "$TMP/missing/state" "$TMP/text" /proc/state; do
    for command in crawl "scan --format jsonl"; do
        # shellcheck disable=SC2086 # several words
        run bonafide $command --state "$place" --allow-net 127.0.0.1 "$SITE/"
        expect_status 5
        expect_stdout_empty
        expect_words 1
        expect_stderr_contains "$place: cannot keep state there: "
    done
done
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

# With a state the stream goes to standard output as well, and from cron away, while the archive has it.
run bonafide crawl --quiet --delay 0 --allow-net 127.0.0.1 --scope page --state "$TMP/kept" "$SITE/"
expect_status 0
expect_stdout_contains "WARC/1.1"
run bonafide crawl --quiet --delay 0 --allow-net 127.0.0.1 --scope page --state "$TMP/away" --output /dev/null "$SITE/"
expect_status 0
expect_stdout_empty
expect_stderr_empty
for state in kept away; do
    expect_responses "$(echo "$TMP/$state/warc/"*.warc.gz)" "/robots.txt 404 -" "/ 200 -"
done

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

# Nobody is asked: that would never end.
run timeout 20 bonafide crawl --concurrency 0 --allow-net 127.0.0.1 --output "$TMP/out.warc" "$SITE/"
expect_status 2
expect_stderr_contains "--concurrency: it has to be more than 0"

# A folder in use: nothing to analyze, and nothing is said of it.
mkdir "$TMP/state"
exec 8>"$TMP/state/lock"
flock 8
run bonafide scan --delay 0 --allow-net 127.0.0.1 --state "$TMP/state" "$SITE/"
expect_status 5
expect_stdout_empty
expect_stderr_contains "another run uses this folder"
expect_words 1
