#!/usr/bin/python3
"""Validates lines of a report. Knows the schema's place; what it demands is schema/report.schema.json's.

Usage: schema_check.py [FILE]...

Each line of the files, or of standard input, must be one JSON object, without a doubled key, that
schema/report.schema.json allows. Prints FILE:LINE: place: what is wrong, and ends with status 1 when
a line is wrong or the last one has no end.
"""

import json
import pathlib
import sys

import jsonschema

SCHEMA = pathlib.Path(__file__).resolve().parent.parent / "schema" / "report.schema.json"
MOST_SHOWN = 5  # faults of a line


def unique(pairs):
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        raise ValueError("a key stands twice in one object: " + ", ".join(keys))
    return dict(pairs)


def deepest(error):
    """Of a failed oneOf, what the line's own type was refused for."""
    while error.context:
        error = max(error.context, key=lambda inner: (len(inner.absolute_path), -len(inner.context or ())))
    return error


def faults_of(line, validators):
    try:
        value = json.loads(line, object_pairs_hook=unique)
    except ValueError as reason:
        return [f"not JSON: {reason}"]
    kind = value.get("type") if isinstance(value, dict) else None
    validator = validators.get(kind, validators[None])
    found = [deepest(error) for error in validator.iter_errors(value)]
    return [f"{'/'.join(map(str, e.absolute_path)) or '.'}: {e.message[:300]}" for e in found]


def validators_of(schema):
    """One validator of everything, and one for each type of line, whose words are to the point."""
    made = {None: jsonschema.Draft202012Validator(schema)}
    for name, part in schema.get("$defs", {}).items():
        kind = part.get("properties", {}).get("type", {}).get("const") if name.endswith("_line") else None
        if kind:
            narrow = {k: v for k, v in schema.items() if k != "oneOf"} | {"allOf": [{"$ref": f"#/$defs/{name}"}]}
            made[kind] = jsonschema.Draft202012Validator(narrow)
    return made


def check(name, data, validators):
    lines = data.split(b"\n")
    wrong = 0
    if lines[-1]:
        print(f"{name}:{len(lines)}: half a line: {lines[-1][:80]!r}")
        wrong += 1
    for number, line in enumerate(lines[:-1], 1):
        for fault in faults_of(line, validators)[:MOST_SHOWN]:
            print(f"{name}:{number}: {fault}")
            wrong += 1
    return wrong


def main():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validators = validators_of(schema)
    wrong = 0
    for name in sys.argv[1:] or ["-"]:
        data = sys.stdin.buffer.read() if name == "-" else pathlib.Path(name).read_bytes()
        wrong += check(name, data, validators)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
