"""C sources as the checks see them. Knows files, comments, declarations and functions, by their
looks alone (the house's .clang-format keeps them regular); what is allowed is each check's own.
"""

import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
ROOMS = ("common", "crawler", "analyzer", "cli")


def all_files():
    """Paths of the project's files, as git knows them, also not yet added ones; sorted."""
    try:
        listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT,
                                capture_output=True, check=True).stdout.decode().split("\0")
        names = [name for name in listed if name and (ROOT / name).is_file()]
    except (OSError, subprocess.CalledProcessError):
        names = [os.path.relpath(os.path.join(folder, name), ROOT)
                 for folder, _, found in os.walk(ROOT) for name in found
                 if not re.search(r"/(\.git|build)(/|$)", folder)]
    return sorted(names)


def c_files(*endings):
    """Those of the C files that end in one of `endings`, (".c", ".h") where none is given."""
    return [name for name in all_files() if name.endswith(endings or (".c", ".h"))]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")


_PIECES = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.S)


def _blank(text):
    return re.sub(r"[^\n]", " ", text)


def code_of(text):
    """`text` with comments and the insides of literals blanked: same lines, same columns."""
    def blanked(match):
        piece = match.group(0)
        return _blank(piece) if piece[0] == "/" else piece[0] + _blank(piece[1:-1]) + piece[-1]
    return _PIECES.sub(blanked, text)


def comments_of(text):
    """Pairs of (line number, comment)."""
    for match in _PIECES.finditer(text):
        if match.group(0)[0] == "/":
            yield text.count("\n", 0, match.start()) + 1, match.group(0)


class Declaration:
    """A function that a header declares or defines: name, line, last_line, text without comments,
    and the comment that speaks of it, "" where there is none. What stands without a blank line below
    something else, a type or a function, shares its comment."""

    def __init__(self, name, line, last_line, text, comment):
        self.name, self.line, self.last_line, self.text, self.comment = name, line, last_line, text, comment

    def parameters(self):
        inside = self.text[self.text.index(self.name) + len(self.name):]
        return set(re.findall(r"(\w+)\s*(?:\[[^\]]*\]\s*)*(?=[,)])", inside))


def _statements(code):
    """Triples (start, end, text) of what stands at the top level, up to its ';' or its body's '}'."""
    code = re.sub(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", lambda m: _blank(m.group(0)), code, flags=re.M)
    code = re.sub(r'extern\s+"\s*"\s*\{', lambda m: _blank(m.group(0)), code)
    depth, start = 0, None
    for at, char in enumerate(code):
        if start is None:
            if char.isspace() or (char == "}" and depth == 0):
                continue
            start = at
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
        body_ends = char == "}" and depth == 0 and re.search(r"\)\s*\{", code[start:at])
        if depth == 0 and (char == ";" or body_ends):
            yield start, at + 1, code[start:at + 1]
            start = None


def declarations(name):
    """The functions with the prefix bf_ that the header `name` declares, in order."""
    text = read(name)
    lines = text.split("\n")
    found, above, above_line = [], "", 0
    for start, end, statement in _statements(code_of(text)):
        match = re.match(r"(?!typedef\b)[^({=]*?\b(bf_\w+)\s*\(", statement)
        line, last_line = text.count("\n", 0, start) + 1, text.count("\n", 0, end) + 1
        comment = _comment_above(lines, line)
        beside = re.search(r"/\*.*\*/\s*$", lines[last_line - 1])
        if match and beside:
            comment += beside.group(0)
        if not comment and above_line == line - 1:
            comment = above
        above, above_line = comment, last_line
        if match:
            found.append(Declaration(match.group(1), line, last_line, statement, comment))
    return found


def _comment_above(lines, line):
    """The comment that ends on the line above `line`, and is not beside code."""
    last = line - 2
    if last < 0 or not lines[last].rstrip().endswith("*/"):
        return ""
    first = last
    while first > 0 and "/*" not in lines[first]:
        first -= 1
    if not lines[first].lstrip().startswith("/*"):
        return ""
    return "\n".join(lines[first:last + 1])


def functions(name):
    """Triples (name, line, number of lines) of the functions that the file `name` defines."""
    text = read(name)
    for start, end, statement in _statements(code_of(text)):
        match = re.match(r"(?!typedef\b|struct\b[^(]*\{|enum\b|union\b)[^({=]*?\b(\w+)\s*\(", statement)
        if match and statement.endswith("}"):
            yield match.group(1), text.count("\n", 0, start) + 1, statement.count("\n") + 1


def defined_names(names):
    """All that the files `names` define in code: macros, enumerators, fields, types, functions."""
    found = set()
    for name in names:
        found.update(re.findall(r"\b[A-Za-z_]\w*", code_of(read(name))))
    return found


def report(faults):
    """Prints faults (path, line, words) and gives the exit status."""
    for path, line, words in faults:
        print(f"{path}:{line}: {words}")
    return 1 if faults else 0
