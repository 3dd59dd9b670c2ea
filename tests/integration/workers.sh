#!/bin/bash
# Pages are read by processes that have nothing to lose: what hurts one costs one page, and its lines are
# the same however many there are.
. "$(dirname "$0")/lib.sh"

children_of() { # PID
    cat /proc/[0-9]*/stat 2>/dev/null | awk -v parent="$1" '$4 == parent { print $1 }'
}

# wait_for COMMAND...: until it holds.
wait_for() {
    local i
    for ((i = 0; i < 200; i++)); do
        ! "$@" >/dev/null || return 0
        sleep 0.05
    done
    fail "waited in vain for: $*"
}

# line URL TEXT: a page as a line of JSON Lines.
line() {
    printf '{"url":"%s","html":"<title>Sex therapy</title><h1>Ana Example</h1><p>I am a sex therapist. %s"}\n' "$1" "$2"
}

# One line of text, long enough to take seconds.
slow_page() {
    printf '{"url":"http://slow.example/","html":"<p>'
    head -c 30000000 /dev/zero | tr '\0' 'a' | sed 's/aaaaaaaa/we offer /g' | tr -d '\n'
    echo '"}'
}

bare() {
    jq -cS 'del(.run)' "$TMP/stdout"
}

# Lines and their order do not depend on how many work at once.
run bonafide analyze --jobs 1 --all-pages "$ROOT/tests/folder" "$ROOT/demo/site"
one=$(bare)
one_status=$status
[ "$(wc -l <<<"$one")" -gt 30 ] || fail "too few lines to tell: $one"
for jobs in 2 5; do
    run bonafide analyze --jobs "$jobs" --all-pages "$ROOT/tests/folder" "$ROOT/demo/site"
    expect_equal "$one_status" "$status" "exit status with $jobs jobs"
    expect_equal "$one" "$(bare)" "lines with $jobs jobs"
done

# Encodings whose tables are files are there, although a worker has none.
printf '<title>\x90\xab\x97\xc3</title><p>x' >"$TMP/japanese.html" # Shift_JIS
echo '{"url":"http://japanese.example/","headers":{"Content-Type":"text/html; charset=shift_jis"}}' >"$TMP/japanese.html.json"
BONAFIDE_SANDBOX=report run bonafide analyze --all-pages "$TMP/japanese.html"
expect_status 0
expect_stderr_empty
expect_jq .page.title 性療 # with the URL of the sidecar
expect_jq .url http://japanese.example/

# A live worker: no new privileges, a filter, no descriptor but its socket and /dev/null, and no memory that is
# writable and executable at once.
mkfifo "$TMP/pages"
bonafide analyze --jobs 1 - <"$TMP/pages" >"$TMP/first.jsonl" 2>/dev/null &
coordinator=$!
exec 9>"$TMP/pages"
line http://first.example/ "I listen." >&9
wait_for test -s "$TMP/first.jsonl" # the line comes although the input has not ended
worker=$(children_of "$coordinator")
expect_equal "NoNewPrivs: 1 Seccomp: 2 " "$(awk '/^(NoNewPrivs|Seccomp):/ { printf "%s %s ", $1, $2 }' "/proc/$worker/status")" \
    "rights of a worker"
expect_equal "/dev/null /dev/null socket:" "$(for fd in 0 1 3; do readlink "/proc/$worker/fd/$fd"; done | sed 's/:.*/:/' | tr '\n' ' ' | sed 's/ $//')" \
    "descriptors of a worker"
expect_equal "0 1 2 3 " "$(find "/proc/$worker/fd" -mindepth 1 -printf '%f\n' | sort -n | tr '\n' ' ')" "numbers of its descriptors"
for process in $coordinator $worker; do
    ! grep -q '^[^ ]* rwx' "/proc/$process/maps" || fail "memory is writable and executable: $(grep rwx "/proc/$process/maps")"
done
exec 9>&-
wait "$coordinator"
expect_equal 0 $? "exit status"

# A worker that is killed costs the page that it reads, and no other.
{
    line http://before.example/ "I listen."
    slow_page
    line http://after.example/ "I listen."
} >"$TMP/three.jsonl"
bonafide analyze --jobs 1 "$TMP/three.jsonl" >"$TMP/killed.jsonl" 2>"$TMP/killed.err" &
coordinator=$!
wait_for test -s "$TMP/killed.jsonl"
worker=$(children_of "$coordinator")
is_busy() { [ "$(awk '{ print $14 }' "/proc/$worker/stat")" -gt 30 ]; } # hundredths of a second
wait_for is_busy
kill -KILL "$worker"
wait "$coordinator"
expect_equal 3 $? "exit status"
expect_equal "listing http://before.example/ error null listing http://after.example/" \
    "$(jq -r '.type, .url' "$TMP/killed.jsonl" | tr '\n' ' ' | sed 's/ $//')" "lines"
grep -q 'three.jsonl:2: its worker was ended by signal 9 (Killed)' "$TMP/killed.err" || fail "$(cat "$TMP/killed.err")"

# So does one whose page takes too long, or too much memory.
run bonafide analyze --page-time 0.5 "$TMP/three.jsonl"
expect_status 3
expect_stderr_contains "three.jsonl:2: took more than 0.5 s"
expect_equal "listing error listing" "$(jq -r .type "$TMP/stdout" | tr '\n' ' ' | sed 's/ $//')" "lines"
run bonafide analyze --page-memory 32 "$TMP/three.jsonl"
expect_status 3
expect_equal "listing error listing" "$(jq -r .type "$TMP/stdout" | tr '\n' ' ' | sed 's/ $//')" "lines"
expect_equal memory "$(jq -r 'select(.type == "error") | .errors[0].code' "$TMP/stdout")" "code"

# An interrupt ends the run when what is read is told; nobody is left.
bonafide analyze --jobs 2 - <"$TMP/pages" >"$TMP/interrupted.jsonl" 2>/dev/null &
coordinator=$!
exec 9>"$TMP/pages"
for page in one two; do line "http://$page.example/" "I listen." >&9; done
wait_for test -s "$TMP/interrupted.jsonl"
workers=$(children_of "$coordinator")
kill -TERM "$coordinator"
line http://three.example/ "I listen." >&9
exec 9>&-
wait "$coordinator"
expect_equal 143 $? "exit status after SIGTERM"
jq -e . "$TMP/interrupted.jsonl" >/dev/null || fail "a line is not whole"
for worker in $workers; do
    [ ! -e "/proc/$worker" ] || fail "worker $worker outlives its coordinator"
done

# Nor when the coordinator is killed.
bonafide analyze --jobs 1 "$TMP/three.jsonl" >"$TMP/orphan.jsonl" 2>/dev/null &
coordinator=$!
wait_for test -s "$TMP/orphan.jsonl"
worker=$(children_of "$coordinator")
kill -KILL "$coordinator"
wait "$coordinator" 2>/dev/null
is_gone() { [ ! -e "/proc/$worker" ] || grep -q '^State:.Z' "/proc/$worker/status"; } # or nobody has asked how it ended
wait_for is_gone

run bonafide analyze --page-memory 1 "$TMP/japanese.html"
expect_status 2
expect_stderr_contains "--page-memory: from 16 to 65536 MiB"

# What is refused a worker is told too: nothing.
run "$ROOT/scripts/why-blocked" --read "$TMP/japanese.html"
expect_status 0
expect_stdout_contains "nothing was refused; bonafide analyze ended with exit status 0"

# A kernel without Landlock is told of once, however many read, and the pages are read.
export BONAFIDE_SANDBOX=on
lack="bonafide: the process that reads pages keeps more rights than it needs, without Landlock (Function not implemented)"
run "$ROOT/tests/support/old-kernel" bonafide analyze --jobs 2 --all-pages "$ROOT/demo/site/therapists"
expect_status 0
expect_equal "$lack" "$(cat "$TMP/stderr")"
expect_stdout_contains '"level":'
run "$ROOT/tests/support/old-kernel" bonafide analyze --jobs 2 --quiet "$ROOT/demo/site/therapists"
expect_equal "" "$(cat "$TMP/stderr")"
unset BONAFIDE_SANDBOX
