#!/bin/bash
# make new-rule writes a rule whose form is right: what is still empty is reported line by line, and once it is
# filled in, it loads, its examples hold, and a page that says so is found.
. "$(dirname "$0")/lib.sh"

# The tables, the signs and the cues; whether the other rules hold is not asked here.
mkdir "$TMP/rules"
cp -r "$ROOT"/rules/{assessment,pages,sources}.yaml "$ROOT/rules/context" "$TMP/rules/"
pack=$TMP/rules/warning.en.yaml

new_rule() {
    run make --no-print-directory -C "$ROOT" new-rule "$@"
}

# fill TEXT...: puts each in the place of the next empty text of the pack.
fill() {
    printf '%s\n' "$@" >"$TMP/texts"
    awk -v texts="$TMP/texts" '/""/ && (getline text <texts) > 0 { sub(/""/, "\"" text "\"") } { print }' "$pack" >"$TMP/filled"
    cp "$TMP/filled" "$pack"
}

expect_filled_in() { # RULES
    run bonafide rules check "$TMP/rules"
    expect_status 0
    expect_stdout_contains "no faults"
    expect_stderr_empty
    run bonafide rules test "$TMP/rules"
    expect_stderr_empty
    expect_status 0
    expect_stdout_contains " passed, 0 failed"
    expect_equal "$1" "$(grep -c '^  - id: ' "$pack")" "rules of the pack"
}

new_rule ID=warning.hurry.today FILE="$pack"
expect_status 0
expect_stdout_contains "$pack:6: warning.hurry.today is to be filled in"
run bonafide rules check "$TMP/rules"
expect_status 2
# Every empty text and no other line.
expect_equal "$(grep -n '""' "$pack" | cut -d: -f1)" \
    "$(sed -n "s|^$pack:\([0-9]*\):[0-9]*: .*|\1|p" "$TMP/stderr" | sort -n)" "lines reported"
expect_equal "$(wc -l <"$TMP/stderr")" "$(grep -c '""' "$pack")" "faults"
fill "Presses for a booking today" "book today {{0-3}} or lose" "A therapist gives time to choose." "Says that there is no hurry." \
    "Book today or lose your place." "You book today, at once, or lose it." "Book today, right now, or lose the offer." \
    "We never say book today or lose your place." "Beware of pages that say book today or lose your place." \
    "You can book today." "Book today or tomorrow." "Do not lose hope: book a session."
expect_filled_in 1

# A second one stands behind the first; what stands there already is not written again.
new_rule ID=warning.hurry.last_place FILE="$pack"
expect_status 0
fill "Speaks of a last place" "only one place is left" "A therapist gives time to choose." "Says that there is no hurry." \
    "Only one place is left." "This week only one place is left." "Hurry, only one place is left!" \
    "We never claim that only one place is left." "Beware of pages that say only one place is left." \
    "A place is left for you." "There is only one of me." "My place is left of the station."
expect_filled_in 2
cat >"$TMP/page.html" <<'PAGE'
<!DOCTYPE html><title>Ana Example, therapist</title><h1>Ana Example</h1><p>I am a therapist, a licensed one. Book a
therapy session for $150 by phone, 555-0142. I listen, and we talk about what brings you here, at your own pace.
<p>Hurry, only one place is left! Call me and we begin the work that you have put off for so long.
PAGE
BONAFIDE_RULES=$TMP/rules run bonafide analyze "$TMP/page.html"
expect_jq '.findings[].rule' warning.hurry.last_place

cp "$pack" "$TMP/before"
new_rule ID=warning.hurry.today FILE="$pack"
expect_status 2
expect_stderr_contains "warning.hurry.today stands here already"
for id in "" warning warning.hurry Warning.hurry.today hurry.today.now warning.hurry.to-day warning..today; do
    new_rule ID="$id" FILE="$pack"
    expect_status 2
    expect_stderr_contains "make new-rule ID=warning.kind.name"
done
new_rule ID=warning.hurry.now FILE="$TMP/rules/assessment.yaml"
expect_status 2
expect_stderr_contains '"rules:" is not its last section'
new_rule ID=warning.hurry.now FILE="$TMP/nowhere/mine.yaml"
expect_status 2
expect_stderr_contains "no such folder"
cmp -s "$pack" "$TMP/before" || fail "the pack was changed"
