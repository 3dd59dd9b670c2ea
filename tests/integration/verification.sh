#!/bin/bash
# Claims are held against a roster: by number and name, never by one alone, in processes that have given up their files, and against
# one roster, old or new. All people are invented.
. "$(dirname "$0")/lib.sh"

roster=$TMP/roster.sqlite
boards=state,license_type,license_number,last,first,middle,status,expires,city
leie=LASTNAME,FIRSTNAME,MIDNAME,BUSNAME,GENERAL,SPECIALTY,UPIN,NPI,DOB,ADDRESS,CITY,STATE,ZIP,EXCLTYPE,EXCLDATE,REINDATE,WAIVERDATE,WVRSTATE

# excluded LAST FIRST MIDDLE SPECIALTY NPI CITY STATE ZIP TYPE: a row of the LEIE.
excluded() {
    printf '"%s","%s","%s","","INDIVIDUAL","%s","","%s","","1 ELM ST","%s","%s","%s","%s","20200101","00000000","00000000",""\n' "$@"
}

cat >"$TMP/boards.csv" <<END
$boards
CA,LMFT,1001,EXAMPLE,ROBERT,J,active,2027-12-31,OAKLAND
CA,LMFT,1002,SAMPLE,ANA,,expired,2024-12-31,OAKLAND
CA,LMFT,1003,INVENTED,NORA,,revoked,,OAKLAND
CA,LMFT,1004,MOCKUP,IDA,,surrendered,,OAKLAND
CA,LMFT,1005,TWIN,JO,A,active,,OAKLAND
CA,LMFT,1006,TWIN,JO,B,revoked,,OAKLAND
END
{
    echo "$leie"
    excluded GRAVE MILO T "LICENSED COUNSELOR" 0000000000 OAKLAND CA 94607 1128a2
    excluded BILLS MILO T "LICENSED COUNSELOR" 0000000000 OAKLAND CA 94607 1128a1
    excluded NUMBERED LEO "" "" 1234567893 RENO NV 89501 1128b4
} >"$TMP/leie.csv"
bonafide roster import --quiet --roster "$roster" --as-of 2026-10-01 --name boards csv "$TMP/boards.csv" || fail "no import of boards"
bonafide roster import --quiet --roster "$roster" --as-of 2026-11-01 leie "$TMP/leie.csv" || fail "no import of leie"

# page NAME TITLE [WORDS]: a therapist's page, as a line of JSON Lines.
page() {
    printf '{"url":"http://page.example/","html":"<title>%s, %s</title><h1>%s, %s</h1><p>I am a therapist for couples in Oakland, CA 94607. %s I listen, and we work out together what you want to change at home between our sessions, step by step.</p><p>Call (510) 555-0123. My office is at 20 Willow Street, Oakland, CA 94607.</p>"}\n' \
        "$1" "$2" "$1" "$2" "${3:-}"
}

# expect_checked NAME TITLE WORDS WANTED: how the first claim with a profession came out, the deciding row and the level.
expect_checked() {
    page "$1" "$2" "$3" >"$TMP/page.jsonl"
    run bonafide analyze --roster "$roster" "$TMP/page.jsonl"
    expect_status 0
    expect_equal "$4" "$(jq -r '[(.credentials.claims | map(select(.title == "LMFT" or .title == "licensed counselor"))[0].verification
        | .status, (.matched_on | join("+"))), .risk.credential.row, .risk.level] | join(" ")' "$TMP/stdout")" "$1, $2"
}

expect_checked "Robert Example" "LMFT 1001" "" "verified number+name+region+title+city registry-verified low"
expect_equal '"boards" "2026-10-01"' "$(jq -c '.credentials.claims[0].verification | .source, .as_of' "$TMP/stdout" | tr '\n' ' ' | sed 's/ $//')"
expect_equal '[{"name":"boards","as_of":"2026-10-01"},{"name":"leie","as_of":"2026-11-01"}]' "$(jq -c .tool.roster "$TMP/stdout")"
expect_checked "Bob Example" "LMFT 1001" "" "verified number+name+region+title+city registry-verified low"
expect_checked "Ana Sample" "LMFT 1002" "" "expired number+name+region+title+city registry-ended medium"
expect_checked "Nora Invented" "LMFT 1003" "" "revoked number+name+region+title+city registry-revoked high"
expect_equal differs "$(jq -r .credentials.state "$TMP/stdout")" "state"
jq -e '.risk.reasons[] | select(.code == "credential.registry-revoked") | .would_clear | length > 0' "$TMP/stdout" >/dev/null || fail "no would_clear"
expect_checked "Ida Mockup" "LMFT 1004" "" "surrendered number+name+region+title+city registry-ended medium"
# Numbers copied from their owners accuse nobody.
expect_checked "Uma Copier" "LMFT 1001" "" "other_name number+region+title registry-unconfirmed low"
expect_checked "Uma Copier" "LMFT 1003" "" "other_name number+region+title registry-unconfirmed low"
# Two of one name, and one of them revoked.
expect_checked "Jo Twin" "LMFT" "" "ambiguous name+region+title+city registry-unconfirmed low"
expect_checked "Jo A. Twin" "LMFT 1006" "" "ambiguous number+region+title registry-unconfirmed low"
expect_checked "Willa Nowhere" "LMFT 7777" "" "not_found  registry-unconfirmed low"

# expect_excluded NAME TITLE WORDS WANTED
expect_excluded() {
    page "$1" "$2" "$3" >"$TMP/page.jsonl"
    run bonafide analyze --roster "$roster" "$TMP/page.jsonl"
    expect_status 0
    expect_equal "$4" "$(jq -r '[(.credentials.exclusion | .status, .reason, (.matched_on | join("+"))), .risk.credential.level] | join(" ")' "$TMP/stdout")" "$1"
}
expect_excluded "Milo Grave" LPCC "" "excluded 1128a2 name+region+title+city+postal high"
expect_excluded "Milo T. Grave" LMFT "" "excluded 1128a2 name+middle+region+city+postal high"
expect_excluded "Milo Grave" LMFT "" "ambiguous 1128a2 name+region+city+postal low"
expect_excluded "Milo T. Bills" LPCC "" "not_found   low"
expect_excluded "Leo Numbered" LPCC "NPI 1234567893." "excluded 1128b4 npi+name high"
expect_excluded "Uma Copier" LPCC "NPI 1234567893." "ambiguous 1128b4 npi low"

# Without a roster nothing is checked, and lines are as ever.
page "Nora Invented" "LMFT 1003" >"$TMP/page.jsonl"
run bonafide analyze "$TMP/page.jsonl"
expect_equal "null not_checked not_checked claimed" "$(jq -r '[(.tool.roster | tostring), .credentials.claims[0].verification.status,
    .credentials.exclusion.status, .risk.credential.row] | join(" ")' "$TMP/stdout")" "without a roster"
without=$(jq -c 'del(.run)' "$TMP/stdout")
BONAFIDE_ROSTER='' run bonafide analyze "$TMP/page.jsonl"
expect_equal "$without" "$(jq -c 'del(.run)' "$TMP/stdout")" "with an empty BONAFIDE_ROSTER"

# By the environment, and in any number of processes: equal roster, equal line.
for jobs in 1 3; do
    BONAFIDE_ROSTER=$roster run bonafide analyze --jobs "$jobs" "$TMP/page.jsonl" "$TMP/page.jsonl" "$TMP/page.jsonl"
    expect_status 0
    expect_equal 1 "$(jq -c 'del(.run)' "$TMP/stdout" | sort -u | wc -l)" "different lines"
    expect_equal revoked "$(jq -r '.credentials.claims[0].verification.status' "$TMP/stdout" | sort -u)" "status"
done
BONAFIDE_ROSTER=$roster run bonafide analyze --output "$TMP/report.jsonl" "$TMP/page.jsonl"
python3 "$ROOT/tests/schema_check.py" "$TMP/report.jsonl" || fail "the line is not of the schema"

# For people: explain and lookup.
printf '<title>Nora Invented</title><h1>Nora Invented, LMFT 1003</h1><p>I am a therapist in Oakland, CA 94607.' >"$TMP/page.html"
run bonafide explain --roster "$roster" "$TMP/page.html"
expect_status 0
expect_stdout_contains "revoked by boards of 2026-10-01, on number name region" "credential high, by the row registry-revoked"
run bonafide roster lookup --roster "$roster" "Bob Example"
expect_status 0
expect_equal "1001 active same" "$(jq -r '[.number, .status, .name_agrees] | join(" ")' "$TMP/stdout")" "looked up"
run bonafide roster lookup --roster "$roster" --format table "twin, jo"
expect_stdout_contains "TWIN, JO A" "TWIN, JO B"
run bonafide roster lookup --roster "$roster" 1234567893
expect_equal NUMBERED "$(jq -r .surname "$TMP/stdout")" "looked up by NPI"
run bonafide roster lookup --roster "$roster" --region TX "LMFT 1001"
expect_status 0
expect_stdout_empty
expect_stderr_contains "nothing was found, which shows little"
run bonafide roster lookup --roster "$roster" Example
expect_equal "EXAMPLE null" "$(jq -r '[.surname, (.name_agrees | tostring)] | join(" ")' "$TMP/stdout")" "looked up by surname"
run bonafide roster lookup "Bob Example"
expect_status 2
expect_stderr_contains "which roster?"

# What is no roster ends the command before anything is read.
echo "not a database, but words enough to be taken for one by nobody at all" >"$TMP/words"
run bonafide analyze --roster "$TMP/words" "$TMP/page.jsonl"
expect_status 2
expect_stdout_empty
expect_stderr_contains "$TMP/words" "this is no roster"
run bonafide analyze --roster "$TMP/nowhere" "$TMP/page.jsonl"
expect_status 2
expect_stderr_contains "$TMP/nowhere" "cannot read the roster"
cp "$roster" "$TMP/later.sqlite"
python3 -c 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute("PRAGMA user_version = 99").connection.commit()' "$TMP/later.sqlite"
for command in "analyze" "explain" "roster lookup"; do
    # shellcheck disable=SC2086 # two words
    run bonafide $command --roster "$TMP/later.sqlite" "$TMP/page.html"
    expect_status 2
    expect_stdout_empty
    expect_stderr_contains "$TMP/later.sqlite" "a later version"
done

run bonafide scan --roster "$TMP/later.sqlite" http://127.0.0.1:9/
expect_status 2
expect_stderr_contains "a later version"

# A live worker has its roster open, and nothing else that it had not; what it asks is refused by nothing.
wait_for() {
    local i
    for ((i = 0; i < 200; i++)); do
        ! "$@" >/dev/null || return 0
        sleep 0.05
    done
    fail "waited in vain for: $*"
}
children_of() { # PID
    cat /proc/[0-9]*/stat 2>/dev/null | awk -v parent="$1" '$4 == parent { print $1 }'
}
has_lines() { [ "$(wc -l <"$TMP/live.jsonl")" -ge "$1" ]; }
checked() { # LINE: the roster's dates and what became of the claim
    sed -n "$1p" "$TMP/live.jsonl" | jq -r '[(.tool.roster | map(.as_of) | join(",")), .credentials.claims[0].verification.status] | join(" ")'
}
mkfifo "$TMP/pages"
BONAFIDE_SANDBOX=${BONAFIDE_SANDBOX:-report} bonafide analyze --jobs 1 --roster "$roster" - <"$TMP/pages" >"$TMP/live.jsonl" 2>"$TMP/live.err" &
coordinator=$!
exec 9>"$TMP/pages"
page "Nora Invented" "LMFT 1003" >&9
wait_for has_lines 1
worker=$(children_of "$coordinator")
expect_equal "0 1 2 3 4 " "$(find "/proc/$worker/fd" -mindepth 1 -printf '%f\n' | sort -n | tr '\n' ' ')" "descriptors of a worker"
expect_equal "$roster" "$(readlink "/proc/$worker/fd/4")" "its roster"
! grep -q '^flags:.*[12]$' "/proc/$worker/fdinfo/4" || fail "the roster is open for writing: $(cat "/proc/$worker/fdinfo/4")"
! find "/proc/$coordinator/fd" -mindepth 1 -printf '%l\n' | grep -qF "$roster" || fail "the coordinator has the roster open"

# A roster that is replaced meanwhile: a worker goes on with the one that it opened, the next has the new one, none has half.
sed 's/1003,INVENTED,NORA,,revoked/1003,INVENTED,NORA,,active/' "$TMP/boards.csv" >"$TMP/boards2.csv"
bonafide roster import --quiet --roster "$roster" --as-of 2026-11-20 --name boards csv "$TMP/boards2.csv" || fail "no second import"
page "Nora Invented" "LMFT 1003" >&9
wait_for has_lines 2
kill -KILL "$worker"
page "Nora Invented" "LMFT 1003" >&9 # which its death may cost
page "Nora Invented" "LMFT 1003" >&9
exec 9>&-
wait "$coordinator"
expect_equal "2026-10-01,2026-11-01 revoked" "$(checked 1)" "the first page"
expect_equal "2026-10-01,2026-11-01 revoked" "$(checked 2)" "the second, by the worker of the first"
expect_equal "2026-11-20,2026-11-01 verified" "$(grep '"type":"listing"' "$TMP/live.jsonl" | tail -n 1 | jq -r '[(.tool.roster | map(.as_of) | join(",")), .credentials.claims[0].verification.status] | join(" ")')" "by the next worker"
! grep -q "refused" "$TMP/live.err" || fail "refused: $(cat "$TMP/live.err")"

# One that is gone when a worker must be replaced costs every page an error record: none is called unchecked in silence.
cp "$roster" "$TMP/gone.sqlite"
bonafide analyze --jobs 1 --roster "$TMP/gone.sqlite" - <"$TMP/pages" >"$TMP/gone.jsonl" 2>"$TMP/gone.err" &
coordinator=$!
exec 9>"$TMP/pages"
page "Nora Invented" "LMFT 1003" >&9
wait_for test -s "$TMP/gone.jsonl"
rm "$TMP/gone.sqlite"
kill -KILL "$(children_of "$coordinator")"
for _ in 1 2 3; do page "Nora Invented" "LMFT 1003" >&9; done
exec 9>&-
wait "$coordinator"
expect_equal 3 $? "exit status without a roster"
expect_equal "listing error error error" "$(jq -r .type "$TMP/gone.jsonl" | tr '\n' ' ' | sed 's/ $//')" "lines"
