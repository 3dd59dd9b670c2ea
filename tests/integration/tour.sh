#!/bin/bash
# The tour is kept true: make tour prints what is stored, every file and function that it names is there, and every
# step that reading.c takes is named.
. "$(dirname "$0")/lib.sh"

run make --no-print-directory -C "$ROOT" tour
expect_status 0
cmp "$TMP/stdout" "$ROOT/tests/folder/tour/tour.stdout" || fail "make tour prints something else than tests/folder/tour says"

# expect_named: each [file: function] of standard output is a definition of that file.
expect_named() {
    local named
    grep -o '\[[^]]*: bf_[^]]*\]' "$TMP/stdout" | tr -d '[]' | tr ';' '\n' | sed 's/^ *//' | sort -u >"$TMP/named"
    while read -r named; do
        case $named in
        *": "*) grep -qE "^[a-z].*\b${named#*: }\(" "$ROOT/${named%%: *}" || fail "no such function: $named" ;;
        *) [ -e "$ROOT/$named" ] || fail "no such file: $named" ;;
        esac
    done <"$TMP/named"
}

expect_named
expect_equal 18 "$(grep -c ': ' "$TMP/named")" "functions named"
expect_stdout_contains "dismissed  [" "findings  [" "claims  [" "level  ["
# Making the page and its text ready is folding it, choosing a profile comes before reading it, and a document is read in two ways:
# the tour names bf_fold, bf_profile_read and bf_document_read. What is asked of a match is a part of judging it, and what the people of
# a practice hold a part of assessing it;
# a tour asks no register.
for step in $(grep -o 'bf_[a-z_]*(' "$ROOT/analyzer/reading.c" | tr -d '(' | sort -u |
    sed 's/bf_match_begin/bf_fold/; s/bf_match_prepare/bf_fold/; s/bf_context_judge_all/bf_context_judge/; s/bf_context_ask/bf_context_judge/; s/bf_assessment_holds/bf_assess/; s/bf_profile_choose/bf_profile_read/; s/bf_document_read_all/bf_document_read/'); do
    case $step in
    bf_reading_make | bf_reading_verify | bf_verification_make | bf_arena_* | bf_fail) ;;
    *) grep -q ": $step\$" "$TMP/named" || fail "reading.c takes the step $step, and the tour does not name it" ;;
    esac
done

# A page that came over HTTP came another way.
serve "$ROOT/demo/site"
run bonafide crawl --scope=page --allow-net=127.0.0.0/8 --output="$TMP/page.warc" "$SITE/therapists/ana-example.html"
expect_status 0
run bonafide explain --tour "$TMP/page.warc"
expect_status 0
expect_named
expect_stdout_contains "[common/page.c: bf_page_from_http]" "  status     200"
# Without --tour the same is shown without them.
sed 's/  \[[^]]*: bf_[^]]*\]$//' "$TMP/stdout" >"$TMP/expected"
run bonafide explain "$TMP/page.warc"
cmp "$TMP/stdout" "$TMP/expected" || fail "explain and its tour show different things"
