#!/bin/bash
# Rosters: what a registry's file becomes, in every form that it comes in; files that are broken, and what is said of each; and
# that whoever reads a roster sees the former one or the new one, whatever happens to the import.
. "$(dirname "$0")/lib.sh"

samples=$ROOT/tests/roster/samples
roster=$TMP/roster.sqlite
import=(bonafide roster import --roster "$roster")

# ask [FILE] SQL: what the roster answers, opened as readers do.
ask() {
    local file=$roster
    [ $# -eq 1 ] || { file=$1 && shift; }
    sqlite3 "file:$file?immutable=1" "$1"
}

# dump FILE: all that a roster says, but for the moment of the import.
dump() {
    ask "$1" ".dump" | sed -E "s/'[0-9]{4}-[0-9-]{5}T[0-9:]{8}Z'/'NOW'/"
}

# expect_same FILE FILE: two rosters say the same.
expect_same() {
    diff <(dump "$1") <(dump "$2") >"$TMP/difference" || fail "rosters differ: $(head -n 5 "$TMP/difference")"
}

# expect_gone: nothing is left beside the roster.
expect_gone() {
    local ending
    for ending in importing importing-journal lock; do
        [ ! -e "$roster.$ending" ] || fail "left: $roster.$ending"
    done
}

# ---- Each registry's sample, as it is laid out, in one roster
for map in leie nppes tx-bhec wa-doh co-dora il-idfpr fl-mqa ca-dca aasect neutral; do
    run "${import[@]}" "$map" "$samples/$map.csv"
    expect_status 0
    expect_stdout_empty
    expect_stderr_contains "bonafide: $map of " "36 rows read"
    expect_gone
done
expect_equal 10 "$(ask 'SELECT count(*) FROM source')" "sources"
expect_equal "360|0" "$(ask 'SELECT sum(rows), sum(skipped) FROM source')" "rows"
expect_equal 0 "$(ask "SELECT count(*) FROM source s WHERE entries <> (SELECT count(*) FROM entry WHERE source = s.id)")" "sources whose count is wrong"
expect_equal 0 "$(ask "SELECT count(*) FROM entry WHERE name_key IS NULL OR '' IN (number, title, region, expires, since, surname, given, business, city)")" "empty texts"
expect_equal 0 "$(ask "SELECT count(*) FROM entry WHERE since NOT GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]' OR expires NOT GLOB '20[0-9][0-9]-[01][0-9]-[0-3][0-9]'")" "dates"
expect_equal 0 "$(ask "SELECT count(*) FROM entry WHERE status = 'unknown' AND source <> (SELECT id FROM source WHERE name = 'nppes')")" "words for status that no map knows"
expect_equal delete "$(ask 'PRAGMA journal_mode')" "journal mode"
expect_equal ok "$(ask 'PRAGMA integrity_check')" "integrity"
for index in "entry_number number_key = 5" "entry_npi npi = 2" "entry_name name_key = 'a b'"; do
    ask "EXPLAIN QUERY PLAN SELECT * FROM entry WHERE ${index#* }" | grep -q "USING INDEX ${index%% *} " || fail "not used: $index"
done
cp "$roster" "$TMP/ten.sqlite"

run bonafide roster list --roster "$roster"
expect_status 0
expect_lines 10
expect_jq 'select(.name == "leie") | "\(.type) \(.kind) \(.rows) \(.entries) \(.skipped) \(.region) \(.current_only) \(.file)"' \
    "roster_source exclusions 36 36 0 null false leie.csv"
BONAFIDE_ROSTER=$roster run bonafide roster list --format table
expect_lines 11

# ---- One row, and all that becomes of it
cat >"$TMP/one.csv" <<'CSV'
LASTNAME,FIRSTNAME,MIDNAME,BUSNAME,GENERAL,SPECIALTY,UPIN,NPI,DOB,ADDRESS,CITY,STATE,ZIP,EXCLTYPE,EXCLDATE,REINDATE,WAIVERDATE,WVRSTATE
"D'EXAMPLE  ","ANA","MARIA","","INDIVIDUAL","COUNSELOR","","2234567891","19600101","1 ""A"" ST, APT 2","BAY RIVER","CA","90001","1128b4","20200229","00000000","00000000","  "
"SAMPLE","BEN","","","INDIVIDUAL","","","0000000000","","","","","","1128a1","20190101","20210101","00000000",""
CSV
one="D'EXAMPLE|ANA|MARIA|dexample ana|COUNSELOR|2234567891|BAY RIVER|CA|1128b4|2020-02-29|excluded"
one_sql="SELECT surname, given, middle, name_key, title, npi, city, region, reason, since, status FROM entry WHERE source = (SELECT id FROM source WHERE name = 'leie')"
run "${import[@]}" leie "$TMP/one.csv"
expect_status 0
expect_stderr_contains "2 rows read, 1 entry kept"
expect_equal "$one" "$(ask "$one_sql")" "entry"
expect_equal 9 "$(ask "SELECT count(*) FROM source WHERE name <> 'leie'")" "other sources"
expect_equal "$(ask "$TMP/ten.sqlite" "SELECT * FROM entry JOIN source ON source.id = source WHERE name <> 'leie' ORDER BY entry.id")" \
    "$(ask "SELECT * FROM entry JOIN source ON source.id = source WHERE name <> 'leie' ORDER BY entry.id")" "what other sources have"

# Several licences of one provider, each with a former name.
python3 - "$ROOT/tests/roster/generate" "$TMP/nppes.csv" <<'PY'
import runpy, sys
made = runpy.run_path(sys.argv[1])
row = dict.fromkeys(made["NPPES"], "")
row |= {"NPI": "2234567891", "Entity Type Code": "1", "Provider Last Name (Legal Name)": "EXAMPLE", "Provider First Name": "ANA",
        "Provider Other Last Name": "SAMPLE", "Provider Other First Name": "ANA", "Provider Enumeration Date": "05/23/2006",
        "Healthcare Provider Taxonomy Code_1": "106H00000X", "Provider License Number_1": "LMFT 12345", "Provider License Number State Code_1": "CA",
        "Healthcare Provider Taxonomy Code_2": "207Q00000X", "Provider License Number_2": "G1", "Provider License Number State Code_2": "CA",
        "Healthcare Provider Taxonomy Code_3": "101YM0800X", "Provider License Number_3": "007", "Provider License Number State Code_3": "NV",
        "Healthcare Provider Taxonomy Code_4": "101YP2500X", "Provider License Number_4": "007", "Provider License Number State Code_4": "NV"}
with open(sys.argv[2], "w", encoding="utf-8") as out:
    print(made["quoted"](row.keys()), made["quoted"](row.values()), sep="\n", file=out)
PY
run "${import[@]}" nppes "$TMP/nppes.csv"
expect_status 0
expect_equal "LMFT 12345|12345|LMFT|CA|EXAMPLE|0
LMFT 12345|12345|LMFT|CA|SAMPLE|1
007|7|counselor|NV|EXAMPLE|0
007|7|counselor|NV|SAMPLE|1" "$(ask "SELECT number, number_key, title, region, surname, other_name FROM entry WHERE npi = 2234567891 AND source = (SELECT id FROM source WHERE name = 'nppes')")" "licences"

# ---- The same table in every form
mkdir "$TMP/forms"
python3 - "$TMP/one.csv" "$TMP/forms" <<'PY'
import gzip, sys, zipfile
text = open(sys.argv[1], encoding="utf-8").read()
folder = sys.argv[2] + "/"
def write(name, data):
    with open(folder + name, "wb") as out:
        out.write(data)
write("crlf.csv", text.replace("\n", "\r\n").encode())
write("bom.csv", b"\xef\xbb\xbf" + text.encode())
write("utf16le.csv", b"\xff\xfe" + text.encode("utf-16-le"))
write("utf16be.csv", b"\xfe\xff" + text.encode("utf-16-be"))
write("no_last_line_end.csv", text.rstrip("\n").encode())
write("blank_lines.csv", text.replace("\n", "\n\n").encode())
write("packed.csv.gz", gzip.compress(text.encode()))
write("two_members.csv.gz", gzip.compress(text[:300].encode()) + gzip.compress(text[300:].encode()))
write("bar.csv", "\n".join("|".join(field for field in line.split(",")) if not n else line.replace('","', '"|"') for n, line in enumerate(text.split("\n"))).encode())
write("tab.csv", "\n".join(line.replace(",", "\t") if not n else line.replace('","', '"\t"') for n, line in enumerate(text.split("\n"))).encode())
header, *rows = text.split("\n")
write("other_names_of_columns.csv", "\n".join([header.replace("WVRSTATE", "WAIVERSTATE").replace("LASTNAME", "Last Name").replace("BUSNAME", "bus_name"), *rows]).encode())
with zipfile.ZipFile(folder + "archive.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("readme.txt", "nothing " * 1000)
    archive.writestr("UPDATED_fileheader.csv", header * 100)
    archive.writestr("folder/UPDATED.csv", text)
    archive.writestr("other.csv", "a,b\n1,2\n" * 1000)
with zipfile.ZipFile(folder + "zip64.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    with archive.open("table.csv", "w", force_zip64=True) as out:
        out.write(text.encode())
    archive.writestr("picture.png", b"\x89PNG" * 1000)
PY
for form in "$TMP"/forms/*; do
    run "${import[@]}" leie "$form"
    expect_status 0
    expect_equal "$one" "$(ask "$one_sql")" "$(basename "$form")"
    [ "${form##*/}" != zip64.zip ] || continue # its name fits no pattern, and there is no second look
    ran="$form on standard input"
    "${import[@]}" --name leie leie - <"$form" >"$TMP/stdout" 2>"$TMP/stderr" || fail "exit status $?"
    expect_equal "$one" "$(ask "$one_sql")" "$(basename "$form") on standard input"
done
ran="zip64.zip on standard input"
status=0
"${import[@]}" leie - <"$TMP/forms/zip64.zip" >"$TMP/stdout" 2>"$TMP/stderr" || status=$?
expect_status 3
expect_stderr_contains "this archive holds no file that fits \"UPDATED*.csv\": name the archive itself"
"${import[@]}" --quiet leie - <"$TMP/one.csv" || fail "exit status $?"
expect_equal "standard input" "$(ask "SELECT file FROM source WHERE name = 'leie'")" "file"

# Latin-1 is read as such.
sed 's/MARIA/MAR\xcdA/' "$TMP/one.csv" >"$TMP/latin1.csv"
run "${import[@]}" leie "$TMP/latin1.csv"
expect_status 0
expect_equal "MARÍA" "$(ask "SELECT middle FROM entry WHERE source = (SELECT id FROM source WHERE name = 'leie')")" "Latin-1"

# The day of the data: as told, by the file's name, by its age.
cp "$TMP/one.csv" "$TMP/UPDATED_2026-10-08.csv"
touch -d 2025-01-02 "$TMP/one.csv"
for case in "2026-10-08 $TMP/UPDATED_2026-10-08.csv" "2025-01-02 $TMP/one.csv" "2024-03-04 --as-of=2024-03-04 $TMP/one.csv"; do
    # shellcheck disable=SC2086 # words
    run "${import[@]}" leie ${case#* }
    expect_equal "${case%% *}" "$(ask "SELECT as_of FROM source WHERE name = 'leie'")" "$case"
done

# Several files make one source; a map of one's own; a name of one's own.
printf 'nr;holder;since\n1;Example;1/2/2020\n' >"$TMP/own1.csv"
printf 'nr;holder;since\n2;Sample;12/31/2021\n' >"$TMP/own2.csv"
cat >"$TMP/own.yaml" <<'YAML'
roster: own
version: 2026.11.1
title: A board of its own
kind: licences
file: {delimiter: semicolon}
always: {region: ZZ, title: LXT}
columns: {number: nr, surname: holder, since: {header: since, date: MM/DD/YYYY}}
YAML
run "${import[@]}" --map "$TMP/own.yaml" csv "$TMP/own1.csv" "$TMP/own2.csv"
expect_status 0
expect_equal "1|Example|ZZ|LXT|2020-01-02|unknown
2|Sample|ZZ|LXT|2021-12-31|unknown" "$(ask "SELECT number, surname, region, title, since, status FROM entry WHERE source = (SELECT id FROM source WHERE name = 'own')")" "two files"
run "${import[@]}" --map "$TMP/own.yaml" --name mine csv "$TMP/own1.csv"
expect_equal "mine|1
own|2" "$(ask "SELECT name, entries FROM source WHERE name IN ('own', 'mine') ORDER BY name")" "names"

# ---- What is wrong is said with its place, and costs nothing
cp "$roster" "$TMP/before.sqlite"
cp "$roster" "$TMP/kept.sqlite"
header=$(head -n 1 "$TMP/one.csv")
good=$(sed -n 2p "$TMP/one.csv")

# refused STATUS MAP FILE WORDS...: the import fails in these words, and the roster is as it was.
refused() {
    local wanted=$1
    run "${import[@]}" "$2" "$3"
    expect_status "$wanted"
    expect_stdout_empty
    expect_stderr_contains "${@:4}"
    expect_equal 1 "$(grep -vc "keeps more rights" "$TMP/stderr")" "lines of standard error"
    cmp -s "$roster" "$TMP/before.sqlite" || fail "the roster changed"
    expect_gone
}

: >"$TMP/bad.csv"
refused 3 leie "$TMP/bad.csv" "$TMP/bad.csv: empty: a header"
echo "$header" >"$TMP/bad.csv"
refused 3 leie "$TMP/bad.csv" "$TMP/bad.csv: no rows below the header"
printf '%s\n' "${header/EXCLDATE/WHEN}" "$good" >"$TMP/bad.csv"
refused 3 leie "$TMP/bad.csv" "$TMP/bad.csv: no column \"EXCLDATE\", which \"leie\" needs" "rosters/leie.yaml:" "\"LASTNAME\", \"FIRSTNAME\""
printf '%s\n' "$header" "$good" '"SAMPLE,"BEN","",""' "$good" >"$TMP/bad.csv"
refused 3 leie "$TMP/bad.csv" "$TMP/bad.csv: row 3, column \"LASTNAME\": text stands behind the closing quote" "--skip-bad"
printf '%s\n' "$header" "$good" '"SAMPLE","BEN' >"$TMP/bad.csv"
refused 3 leie "$TMP/bad.csv" "row 3, column \"FIRSTNAME\": a field begins with a quote, and none closes it"
printf '%s\n' "$header" "$good" '"SAMPLE","BEN"' >"$TMP/bad.csv"
refused 3 leie "$TMP/bad.csv" "row 3: 2 fields, 18 expected: there is none for the column \"MIDNAME\""
printf '%s\n' "$header" "$good" "$good,\"\"" >"$TMP/bad.csv"
refused 3 leie "$TMP/bad.csv" "row 3: 19 fields, 18 expected: more than one after the column \"WVRSTATE\""
printf '%s\n' "$header" "$good" "${good/20200229/20210229}" >"$TMP/bad.csv"
refused 3 leie "$TMP/bad.csv" "row 3, column \"EXCLDATE\": \"20210229\" is no date: YYYYMMDD is expected"
printf '%s\n' "$header" "${good/2234567891/22345}" >"$TMP/bad.csv"
refused 3 leie "$TMP/bad.csv" "row 2, column \"NPI\": \"22345\" is no NPI: 10 digits"
printf '%s\n' "$header" "${good/MARIA/A%B}" | tr % '\0' >"$TMP/bad.csv"
refused 3 leie "$TMP/bad.csv" "row 2" "a NUL byte"
printf '%s\n' "$header" "\"$(head -c 70000 /dev/zero | tr '\0' x)\"" >"$TMP/bad.csv"
refused 3 leie "$TMP/bad.csv" "row 2, column \"LASTNAME\": a field of more than 65536 bytes"
printf '\xff\xfeA' >"$TMP/bad.csv"
refused 3 leie "$TMP/bad.csv" "begins as UTF-16, and ends inside a character"
gzip -c "$samples/leie.csv" | head -c 900 >"$TMP/bad.csv.gz"
refused 3 leie "$TMP/bad.csv.gz" "$TMP/bad.csv.gz: cannot be unpacked: truncated gzip input"
head -c 700 "$TMP/forms/archive.zip" >"$TMP/bad.zip"
refused 3 leie "$TMP/bad.zip" "$TMP/bad.zip: this zip archive is broken or cut off"
python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1], "w").writestr("book.xml", "<a/>")' "$TMP/bad.xlsx"
refused 3 leie "$TMP/bad.xlsx" "this archive holds no table"
refused 3 leie "$TMP/not_there.csv" "not_there.csv: cannot read: No such file or directory"
refused 3 leie "$TMP" "$TMP: cannot read: Is a directory"
printf '%s\n' "$(head -n 1 "$samples/wa-doh.csv")" "MA1,Example,Ana,,Massage Therapist License,ACTIVE,1980,,20200101,20200101,20300101,No" >"$TMP/bad.csv"
refused 3 wa-doh "$TMP/bad.csv" "none of 1 rows is one that the map \"wa-doh\" keeps"
printf '%s\n' "nr;holder;since" ";;1/2/2020" >"$TMP/bad.csv"
run "${import[@]}" --map "$TMP/own.yaml" csv "$TMP/bad.csv"
expect_status 3
expect_stderr_contains "row 2: it has no name and no number"
# The last of several is looked at before the first is read.
run "${import[@]}" leie "$TMP/one.csv" "$TMP/own1.csv"
expect_status 3
expect_stderr_contains "$TMP/own1.csv: no column \"LASTNAME\""

# The command line and maps.
refused 2 leei "$TMP/one.csv" "leei: no such map, did you mean leie?" "tx-bhec"
for words in "import leie" "import --map=$TMP/own.yaml leie $TMP/one.csv" "import --as-of=2026-13-01 leie $TMP/one.csv" "import leie - $TMP/one.csv" \
    "list one" "nothing" "import --skip-bad=some leie $TMP/one.csv"; do
    # shellcheck disable=SC2086 # words
    BONAFIDE_ROSTER=$roster run bonafide roster $words
    expect_status 2
done
run bonafide roster list
expect_status 2
expect_stderr_contains "which roster?"
sed 's/surname: holder/surnam: holder/' "$TMP/own.yaml" >"$TMP/bad.yaml"
run "${import[@]}" --map "$TMP/bad.yaml" csv "$TMP/own1.csv"
expect_status 2
expect_stderr_contains "$TMP/bad.yaml:7:23: \"surnam\" is no column of a roster"
mkdir -p "$TMP/rules/rosters"
cp "$TMP/bad.yaml" "$TMP/rules/rosters/board.yaml"
run bonafide rules check --rules "$TMP/rules"
expect_status 2
expect_stderr_contains "$TMP/rules/rosters/board.yaml:7:23: \"surnam\""
cp "$TMP/own.yaml" "$TMP/rules/rosters/board.yaml"
run bonafide rules check --rules "$TMP/rules"
expect_status 0
run "${import[@]}" --rules "$TMP/rules" board "$TMP/own1.csv"
expect_status 0
cp "$TMP/kept.sqlite" "$roster"

# ---- Malformed rows that are passed over
printf '%s\n' "$header" "$good" '"SAMPLE","BEN"' "$good" "${good/20200229/20210229}" '"A""' "$good" >"$TMP/bad.csv"
run "${import[@]}" --skip-bad 2 leie "$TMP/bad.csv"
expect_status 3
expect_stderr_contains "row 3: 2 fields" "row 5, column \"EXCLDATE\"" "row 6, column \"LASTNAME\"" "more malformed rows than --skip-bad allows"
run "${import[@]}" --skip-bad 3 leie "$TMP/bad.csv"
expect_status 0
expect_stderr_contains "6 rows read, 3 entries kept, 3 malformed rows passed over"
expect_equal "6|3|3" "$(ask "SELECT rows, skipped, entries FROM source WHERE name = 'leie'")" "counts"

# ---- A roster of another form, or none at all
cp "$TMP/kept.sqlite" "$TMP/before.sqlite"
for change in "PRAGMA user_version = 99|a later version" "PRAGMA user_version = 0|an earlier version" "PRAGMA application_id = 1|this is no roster"; do
    cp "$TMP/kept.sqlite" "$roster"
    sqlite3 "$roster" "${change%|*}"
    cp "$roster" "$TMP/before.sqlite"
    refused 2 leie "$TMP/one.csv" "$roster: this" "${change#*|}"
    run bonafide roster list --roster "$roster"
    expect_status 2
    expect_stderr_contains "${change#*|}"
done
echo "no database, but long enough to be taken for one when nobody looks" >"$roster"
cp "$roster" "$TMP/before.sqlite"
refused 2 leie "$TMP/one.csv" "this is no roster"
run bonafide roster list --roster "$TMP/not_there.sqlite"
expect_status 2
expect_stderr_contains "not_there.sqlite: cannot read the roster: No such file"
cp "$TMP/kept.sqlite" "$roster"

# ---- An import that is killed, interrupted, or finds no room
rows=400000
"$ROOT/tests/roster/generate" leie $rows | iconv -f ISO-8859-1 -t UTF-8 >"$TMP/many.csv"
cp "$TMP/kept.sqlite" "$TMP/whole.sqlite"
run bonafide roster import --roster "$TMP/whole.sqlite" leie "$TMP/many.csv"
expect_status 0
dump "$TMP/whole.sqlite" >"$TMP/whole.dump"

# start [BYTES [FILE]]: begins an import, and waits until its draft has so many. Sets $process.
start() {
    local i
    "${import[@]}" --quiet leie "${2:-$TMP/many.csv}" >"$TMP/stdout" 2>"$TMP/stderr" &
    process=$!
    for ((i = 0; i < 1000; i++)); do
        [ "$(stat -c %s "$roster.importing" 2>/dev/null || echo 0)" -lt "${1:-16000000}" ] || return 0
        sleep 0.01
    done
    fail "the import does not get on"
}

# expect_former: readers see what was there before.
expect_former() {
    cmp -s "$roster" "$TMP/kept.sqlite" || fail "the former roster changed"
    run bonafide roster list --roster "$roster"
    expect_status 0
}

gzip -1 -c "$TMP/many.csv" >"$TMP/many.csv.gz"
iconv -f UTF-8 -t UTF-16 "$TMP/many.csv" >"$TMP/many16.csv"
python3 -m zipfile -c "$TMP/many.zip" "$TMP/many.csv"
dump "$TMP/whole.sqlite" | grep -v "INTO source" >"$TMP/whole.entries"
for case in "16000000 many.csv" "30000000 many.csv" "16000000 many.csv.gz" "20000000 many.zip" "16000000 many16.csv"; do
    cp "$TMP/kept.sqlite" "$roster"
    file=$TMP/${case#* }
    start "${case% *}" "$file"
    kill -KILL "$process"
    wait "$process" 2>/dev/null
    expect_former
    [ -e "$roster.importing" ] || fail "nothing is left to go on from"
    run "${import[@]}" leie "$file"
    expect_status 0
    expect_stderr_contains " rows read (" "of them before)"
    dump "$roster" | grep -v "INTO source" | cmp -s - "$TMP/whole.entries" || fail "it is not as without the kill"
    expect_gone
done

# Killed three times, with a bad row before the place, and another file in between.
cp "$TMP/kept.sqlite" "$roster"
start
kill -KILL "$process"
wait "$process" 2>/dev/null
run "${import[@]}" --quiet aasect "$samples/aasect.csv" # another job: what was left is of no use any more
expect_status 0
cp "$TMP/kept.sqlite" "$roster"
run "${import[@]}" leie "$TMP/many.csv"
expect_status 0
if grep -q before "$TMP/stderr"; then fail "it went on in a draft of another roster"; fi
dump "$roster" | cmp -s - "$TMP/whole.dump" || fail "it is not as without the others"

# A file that changed meanwhile is read from its beginning.
cp "$TMP/kept.sqlite" "$roster"
start
kill -KILL "$process"
wait "$process" 2>/dev/null
touch "$TMP/many.csv"
run "${import[@]}" leie "$TMP/many.csv"
expect_status 0
if grep -q before "$TMP/stderr"; then fail "it went on in a file that changed"; fi
dump "$roster" | grep -v "INTO source" | cmp -s - "$TMP/whole.entries" || fail "it is not as without the kill"

# Interrupted.
for signal in INT:130 TERM:143; do
    cp "$TMP/kept.sqlite" "$roster"
    set -m # a background process may otherwise not be interrupted
    start
    set +m
    kill -"${signal%:*}" "$process"
    status=0
    wait "$process" || status=$?
    ran="import, interrupted by ${signal%:*}"
    expect_status "${signal#*:}"
    expect_stderr_contains "the former roster stays, and the same command goes on"
    expect_former
    run "${import[@]}" leie "$TMP/many.csv"
    expect_status 0
    expect_stderr_contains "of them before)"
    dump "$roster" | grep -v "INTO source" | cmp -s - "$TMP/whole.entries" || fail "it is not as without the interruption"
done

# No room: here a limit on the size of files is the disk.
cp "$TMP/kept.sqlite" "$roster"
# shellcheck disable=SC2016 # for the inner shell
run bash -c 'ulimit -f "$1"; shift; exec "$@"' bash 20000 "${import[@]}" leie "$TMP/many.csv"
expect_status 5
expect_stderr_contains "$roster: roster: " "the former roster is as it was; make room, and say the same again"
expect_former
run "${import[@]}" leie "$TMP/many.csv"
expect_status 0
expect_stderr_contains "of them before)"
dump "$roster" | grep -v "INTO source" | cmp -s - "$TMP/whole.entries" || fail "it is not as with room"
run bonafide roster import --roster "$TMP/no/such/folder/roster.sqlite" leie "$TMP/one.csv"
expect_status 5
expect_stderr_contains "$TMP/no/such/folder/roster.sqlite: cannot write beside it: No such file or directory"

# ---- What an import gives up it does not need: with every refusal told, there is nothing to tell. (A superuser's SQLite gives its
# journal the owner of its file, which is its own.)
for file in "$TMP/one.csv" "$TMP/forms/utf16le.csv" "$TMP/forms/archive.zip" "$TMP/many.csv"; do
    BONAFIDE_SANDBOX=report run "${import[@]}" leie "$file"
    expect_status 0
    expect_equal "" "$(grep -v -e "entr[a-z]* kept" -e "keeps more rights" -e "fchown is refused" "$TMP/stderr")" "refused, of $(basename "$file")"
done

# ---- Two imports at once, and a reader meanwhile
cp "$TMP/kept.sqlite" "$roster"
former=$(ask 'SELECT count(*) FROM entry')
now=$(ask "$TMP/whole.sqlite" 'SELECT count(*) FROM entry')
start
kill -STOP "$process"
run "${import[@]}" leie "$TMP/one.csv"
expect_status 5
expect_stderr_contains "$roster: another import (process $process) is making this roster"
kill -CONT "$process"
: >"$TMP/seen"
while kill -0 "$process" 2>/dev/null; do
    ask 'SELECT count(*), (SELECT sum(entries) FROM source) FROM entry' >>"$TMP/seen" 2>&1
done
wait "$process" || fail "the first import failed: $(cat "$TMP/stderr")"
ask 'SELECT count(*), (SELECT sum(entries) FROM source) FROM entry' >>"$TMP/seen"
expect_equal "$(printf '%s\n' "$former|$former" "$now|$now" | sort)" "$(sort -u "$TMP/seen")" "what readers saw"
[ "$(wc -l <"$TMP/seen")" -ge 3 ] || fail "nobody read meanwhile"
expect_gone

# A link is followed: the roster behind it is replaced, and the link stays.
mkdir "$TMP/elsewhere"
mv "$roster" "$TMP/elsewhere/real.sqlite"
ln -s elsewhere/real.sqlite "$roster"
run "${import[@]}" leie "$TMP/one.csv"
expect_status 0
[ -L "$roster" ] || fail "the link is gone"
expect_equal 1 "$(ask "$TMP/elsewhere/real.sqlite" "SELECT entries FROM source WHERE name = 'leie'")" "entries behind the link"
