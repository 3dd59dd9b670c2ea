#!/bin/bash
# The runner of documents' examples passes what is so, and tells file and line of what is not.
. "$(dirname "$0")/lib.sh"

document() { # writes it from standard input
    cat >"$TMP/document.md"
    run "$ROOT/tests/examples" "$TMP/document.md"
}

# expect_fault LINE WORDS: told at that line of the document.
expect_fault() {
    expect_status 1
    expect_stdout_contains "$TMP/document.md:$1: $2"
}

document <<'DOCUMENT'
Text, and a block of another language, which is not run:
```sh
$ false
```
```console
$ printf '%s\n' one two \
    three
one
…
three
$ echo "1.5 ms"; echo >&2 told
… ms
told

$ cd demo; here=site
$ ls -d "$here"
site
$ false; echo $?
1
$ cat <<'END'
> a line
> END
a line
$ true
```
<!-- example: skip only a person installs packages -->
```console
$ sudo apt-get install bonafide
```
<!-- example: serve demo/site -->
```console
$ bonafide scan --quiet --scope=page https://directory.example.com/therapists/ana-example.html | jq -r .url
https://directory.example.com/therapists/ana-example.html
```
  <!-- example: terminal serve demo/site -->
  ```console
  $ bonafide scan --quiet --scope=page https://example.com/therapists/ana-example.html
  LEVEL    CONDUCT …
  low      …
           https://example.com/therapists/ana-example.html

  1 page, …
  ```
```yaml
pack: whole
version: 2026.1.1
```
```yaml
pack: a fragment
rules: …
```
DOCUMENT
expect_status 0
expect_stdout_contains ": 10 examples, 0 differ"

document <<'DOCUMENT'
```console
$ echo one
one
$ echo two
2
```
DOCUMENT
expect_fault 4 '$ echo two'
expect_stdout_contains "-2" "+two"
expect_stdout_lacks "echo one"

document <<'DOCUMENT'
```console
$ echo more
$ (exit 3)
$ echo
some
…
```
DOCUMENT
expect_fault 2 '$ echo more'
expect_fault 3 '$ (exit 3)'
expect_stdout_contains "exit status 3"
expect_fault 4 '$ echo'

document <<'DOCUMENT'
```console
$ true
DOCUMENT
expect_fault 1 "the block has no end"

document <<'DOCUMENT'
<!-- example: skip it is slow -->
```console
$ bonafide --version
```
DOCUMENT
expect_fault 3 "only what installs packages or fetches the source is skipped"

document <<'DOCUMENT'
<!-- example: serves demo/site -->
```console
$ true
```
DOCUMENT
expect_fault 1 "example: serves demo/site"

for address in https://therapists.test/ http://192.0.2.1/ http://127.0.0.1.therapists.test/ https://notexample.com/; do
    document <<DOCUMENT
<!-- example: serve demo/site -->
\`\`\`console
\$ bonafide scan $address
\`\`\`
DOCUMENT
    expect_fault 3 "fetches from "
done
document <<'DOCUMENT'
```console
$ bonafide crawl https://example.com/
```
DOCUMENT
expect_fault 2 "fetches from example.com"

document <<'DOCUMENT'
```yaml
pack: whole
version: 2026.1.1
lists:
  doubled: [a]
  doubled: [b]
```
DOCUMENT
expect_fault 6:3 'the key "doubled" stands here twice'

# Nothing that an example writes stays.
document <<'DOCUMENT'
```console
$ echo broken >rules/broken.yaml; echo broken >examples-were-here
```
DOCUMENT
expect_status 0
[ ! -e "$ROOT/rules/broken.yaml" ] || fail "an example wrote into the rules"
[ ! -e "$ROOT/examples-were-here" ] || fail "an example wrote into the sources"
