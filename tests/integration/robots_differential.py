"""Compares three readers of robots.txt: ours, Protego and WWW::RobotRules.

    robots_differential.py CASES DIFFERENCES OURS ROBOTRULES FOLDER

CASES is the table of tests/unit/crawler/robots_cases.tsv; where another parser decides otherwise,
DIFFERENCES says why, a line a case and parser. OURS is the program robots_verdicts, ROBOTRULES the
script robots_differential.pl. Beside the table, robots.txt files are made, always the same ones, by
four recipes: what every parser of thirty years understands ("plain", where none may differ), RFC
9309 without what nobody agrees on ("rules"), lines as people write them ("odd"), and escapes. For
these, each difference has to follow from what is known of the other parser: a habit that is written
down below, with the section that it does not follow. The answer with these habits is worked out,
and has to be theirs.

Ends with 1, and says so, when a difference has no explanation, or an explanation no difference.
"""

import re
import subprocess
import sys
from urllib.parse import urlparse, urlunparse

from protego import Protego

AGENT = "bonafide"
MADE = {"plain": 150, "rules": 250, "odd": 400, "escapes": 150}

# What other parsers are known to do. The second part says where RFC 9309 says otherwise.
HABITS = {
    "protego": {
        "part-of-a-name": ("2.2.1", "takes any agent that is a part of our name"),
        "no-version": ("2.2.1", "compares an agent with what follows its name"),
        "other-lines-end-agents": ("2.2.4", "a Sitemap, delay or unknown line ends a list of agents"),
        "wants-a-colon": ("2.3.1.5", "takes a key without a colon only in lower case"),
        "reads-a-url": ("2.2.2", "takes paths and patterns apart as URLs, and joins them otherwise"),
        "adds-a-slash": ("2.2.2", "puts a slash before a pattern that has none"),
        "robots-txt-is-a-page": ("2.2.2", "judges /robots.txt like any page"),
    },
    "robotrules": {
        "no-allow": ("2.2.2", "knows no Allow"),
        "no-wildcards": ("2.2.3", "knows neither star nor dollar"),
        "no-merging": ("2.2.1", "reads the first group of ours only"),
        "blank-line-ends-group": ("2.1", "a blank line ends a group"),
        "empty-rule-allows-all": ("2.2.2", "an empty Disallow allows all that follows it"),
        "part-of-a-name": ("2.2.1", "takes any agent that is a part of our name"),
        "no-version": ("2.2.1", "compares an agent with what follows its name"),
        "strict-keys": ("2.3.1.5", "knows no key but User-agent and Disallow, with a colon"),
        "rule-without-agent": ("2.1", "takes rules before any agent as everybody's"),
        "resolves": ("2.2.2", "takes a pattern without a slash as a relative reference"),
        "no-normal-form": ("2.2.2", "compares escapes as they are written"),
        "robots-txt-is-a-page": ("2.2.2", "judges /robots.txt like any page"),
    },
}

TOKEN = re.compile(r"[A-Za-z_-]*")
BREAK = re.compile(r"\r\n|\n|\r")
DISALLOW = {"disallow", "disalow", "dissallow"}


class Dice:
    """A linear congruence: the same throws under every version of Python."""

    def __init__(self, seed):
        self.state = seed

    def below(self, count):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % count

    def one_of(self, things):
        return things[self.below(len(things))]


def make_plain(dice):
    paths = ["/", "/a", "/a/", "/a/b", "/ab", "/b", "/a?b", "/a/b/c", "/c.html"]
    text = ""
    agents = [AGENT, "*", "otherbot"]
    for _ in range(1 + dice.below(3)):
        agent = agents.pop(dice.below(len(agents)))
        text += f"User-agent: {agent}\n"
        for _ in range(1 + dice.below(4)):
            text += f"Disallow: {dice.one_of(paths)}\n"
        text += "\n"
    return text, dice.one_of(paths + ["/ab/c", "/a?b=1", "/d", "/b/x.html"])


def make_pattern(dice, pieces):
    pattern = "/" + "".join(dice.one_of(pieces) for _ in range(dice.below(4)))
    return pattern + ("$" if dice.below(5) == 0 else "")


def make_target(dice, pieces):
    return "/" + "".join(dice.one_of(pieces) for _ in range(dice.below(5)))


def make_rules(dice):
    text = ""
    for _ in range(1 + dice.below(3)):
        for _ in range(1 + dice.below(2)):
            text += f"User-agent: {dice.one_of([AGENT, 'BonaFide', '*', 'otherbot'])}\n"
        for _ in range(1 + dice.below(4)):
            text += f"{dice.one_of(['Allow', 'Disallow'])}: {make_pattern(dice, ['a', 'b', '/', '*', '?'])}\n"
    return text, make_target(dice, ["a", "b", "/", "?", "ab"])


def make_odd(dice):
    def words(key, value):
        return key + dice.one_of([": ", ":", " : ", " "] if " " not in key else [": "]) + value

    end = dice.one_of(["\n", "\r\n", "\r"])
    lines = []
    for _ in range(3 + dice.below(9)):
        kind = dice.below(10)
        if kind < 3:
            name = dice.one_of([AGENT, "*", "otherbot", "bona", AGENT + "/1.0", "BONAFIDE", "fidelity"])
            lines.append(words(dice.one_of(["User-agent", "user-agent", "USER-AGENT"]), name))
        elif kind < 7:
            key = dice.one_of(["Allow", "Disallow", "disallow", "Disalow", "Disallow"])
            lines.append(words(key, dice.one_of(["/a", "/", "/b", "a", "/a/b", "/a*b", "/b$"])))
        else:
            lines.append(dice.one_of(["", "# a comment", "Sitemap: https://e.test/s.xml", "Crawl-delay: 5",
                                      "Disallow:", "No-such-line: x", "  ", "Disallow: /a # why"]))
    return end.join(lines) + dice.one_of(["", end]), dice.one_of(["/a", "/a/b", "/b", "/c", "/", "/aab", "/robots.txt"])


def make_escapes(dice):
    pieces = ["a", "b", "/", "%61", "%62", "%2F", "%2f", "%7E", "~", "%c3%a9", "%C3%A9", "-"]
    text = "User-agent: *\n"
    for _ in range(1 + dice.below(3)):
        text += f"Disallow: {make_target(dice, pieces)}\n"
    return text, make_target(dice, pieces)


def make_cases():
    recipes = {"plain": make_plain, "rules": make_rules, "odd": make_odd, "escapes": make_escapes}
    cases = {}
    for recipe, count in MADE.items():
        dice = Dice(9309)
        for i in range(count):
            text, target = recipes[recipe](dice)
            cases[f"{recipe}-{i + 1}"] = (text.encode(), AGENT, target)
    return cases


def split_line(line):
    """Key and value as we read them; a key of None for what is no line of ours."""
    line = line.partition("#")[0].strip()
    key, colon, value = line.partition(":")
    if not colon:
        words = line.split()
        key, value = words if len(words) == 2 else (None, "")
    return (key.strip().lower() if key is not None else None), value.strip()


def joined(path):
    """A path as Protego takes it apart and joins it again: two slashes at its start, or a question
    mark at its end, do not come through."""
    parts = urlparse("https://e.test" + path)
    return urlunparse(("", "", parts.path, parts.params, parts.query, "")) or "/"


def joined_pattern(pattern):
    last = pattern[-1] if pattern[-1] in "?;$" else ""
    parts = urlparse(pattern[: len(pattern) - len(last)])
    return urlunparse(("", "", parts.path + last, parts.params, parts.query, ""))


def protego_habits(text, target):
    """The file that says by RFC 9309 what this one says to Protego, and which habits that took."""
    out, habits, lines = [], set(), []
    for line in BREAK.split(text):
        key, value = split_line(line)
        if key and ":" not in line.partition("#")[0] and line.split()[0] != key:
            habits.add("wants-a-colon")
        else:
            lines.append((key, value))
    agents = {value.lower() for key, value in lines if key == "user-agent"}
    parts = sorted((name for name in agents if name and name in AGENT), key=len)
    for key, value in lines:
        if key == "user-agent":
            ours = bool(parts) and value.lower() == parts[-1]
            if ours and value.lower() != AGENT:
                habits.add("part-of-a-name")
            if not ours and TOKEN.match(value).group().lower() == AGENT:
                habits.add("no-version")
            out.append(f"User-agent: {AGENT if ours else value if value == '*' else 'nobody'}")
        elif key == "allow" or key in DISALLOW:
            if value and not value.startswith("/"):
                habits.add("adds-a-slash")
                value = "/" + value
            if value and joined_pattern(value) != value:
                habits.add("reads-a-url")
                value = joined_pattern(value)
            out.append(f"{'Allow' if key == 'allow' else 'Disallow'}: {value}")
        elif key is not None and key != "":
            if out and out[-1].startswith("User-agent"):
                habits.add("other-lines-end-agents")
            out.append("Allow:")
    if joined(target) != target:
        habits.add("reads-a-url")
        target = joined(target)
    if target == "/robots.txt":
        habits.add("robots-txt-is-a-page")
        target = "/robots.txt?"  # to us, a page; no pattern tells the two apart
    return "\n".join(out), target, habits


def robotrules_habits(text, target):
    """The answer of WWW::RobotRules, worked out from its habits, and which of them it took."""
    ours, everybodys, habits = [], [], set()
    agents = mine = anybodys = ruled = False
    for line in BREAK.split(text):
        key, value = split_line(line)
        if line.lstrip().startswith("#"):
            continue
        if not line.strip():
            if mine or anybodys:
                habits.add("blank-line-ends-group")
            if mine:
                break
            anybodys = ruled = False
        elif re.match(r"\s*user-agent\s*:", line, re.I):
            agents = True
            if ruled:
                ruled = False
                if mine:
                    habits.add("no-merging")
                    break
                anybodys = False
            if mine:
                continue
            named = value.lower() in AGENT
            if named != (TOKEN.match(value).group().lower() == AGENT):
                habits.add("part-of-a-name" if named else "no-version")
            anybodys = anybodys or value == "*"
            mine = mine or (value != "*" and named)
        elif re.match(r"\s*disallow\s*:", line, re.I):
            ruled = True
            if not agents:
                habits.add("rule-without-agent")
                anybodys = True
            if value and not value.startswith("/"):
                habits.add("resolves")
                value = "/" + value
            if value.startswith("//"):
                habits.add("resolves")  # to another host, whose rules are not read
                continue
            if mine:
                ours.append(value)
            elif anybodys:
                everybodys.append(value)
        elif key == "allow" and ":" in line:
            habits.add("no-allow")
        elif key in DISALLOW or key in ("allow", "user-agent"):
            habits.add("strict-keys")
    allowed = True
    for rule in ours if mine else everybodys:
        if rule == "":
            habits.add("empty-rule-allows-all")
            break
        if "*" in rule or "$" in rule:
            habits.add("no-wildcards")
        if "%" in rule + target or "~" in rule:
            habits.add("no-normal-form")
        if target.startswith(rule):
            allowed = False
            break
    if target == "/robots.txt":
        habits.add("robots-txt-is-a-page")
    return "yes" if allowed else "no", habits


def escape(text):
    return "".join(chr(c) if 32 <= c < 127 and c != 92 else f"\\x{c:02X}" for c in text)


UNDONE = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\"}


def undo(written):
    def one(match):
        return chr(int(match.group(2), 16)) if match.group(2) else UNDONE[match.group(1)]

    return re.sub(r"\\(?:([nrt\\])|x([0-9A-Fa-f]{2}))", one, written).encode("latin-1")


def read_rows(path, columns):
    with open(path, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if line.strip() and not line.startswith("#")]
    for row in rows:
        if len(row) != columns:
            sys.exit(f"{path}: {row[0]} has {len(row)} columns, not {columns}")
    return rows


def read_cases(path):
    return {name: (undo(text), agent, target) for name, text, agent, target, _, _, _ in read_rows(path, 7)}


def write_table(cases, path):
    with open(path, "w", encoding="utf-8") as file:
        for name, (text, agent, target) in cases.items():
            file.write(f"{name}\t{escape(text)}\t{agent}\t{target}\t-\t-\t-\n")


def run_parser(command, stdin=None):
    with open(stdin or "/dev/null", "rb") as given:
        out = subprocess.run(command, stdin=given, stdout=subprocess.PIPE, check=True).stdout
    return dict(line.split("\t")[:2] for line in out.decode().splitlines())


def run_protego(cases):
    # Bytes become text as Scrapy does it, whose parser this is.
    return {name: "yes" if Protego.parse(text.decode("utf-8", "ignore")).can_fetch("https://e.test" + target, agent) else "no"
            for name, (text, agent, target) in cases.items()}


def run_all(cases, ours, robotrules, folder):
    table = f"{folder}/cases.tsv"
    write_table(cases, table)
    said = {"ours": run_parser([ours, table]), "protego": run_protego(cases),
            "robotrules": run_parser(["perl", robotrules], table)}
    for parser, verdicts in said.items():
        if verdicts.keys() != cases.keys() or not set(verdicts.values()) <= {"yes", "no"}:
            sys.exit(f"{parser} judged {len(verdicts)} of {len(cases)} cases")
    return said


def check_table(cases, path, said, faults):
    explained = {(name, parser) for name, parser, _, _ in read_rows(path, 4)}
    different = {(name, parser) for parser in HABITS for name in cases if said[parser][name] != said["ours"][name]}
    for name, parser in sorted(different - explained):
        faults.append(f"{name}: {parser} says {said[parser][name]}, and {path} does not say why")
    for name, parser in sorted(explained - different):
        faults.append(f"{name}: {path} explains a difference to {parser} that there is not")
    print(f"table: {len(cases)} cases, {len(different)} differences, each explained in {path.split('/')[-1]}")


def check_made(cases, said, ours, folder, faults):
    took = {parser: {habit: 0 for habit in habits} for parser, habits in HABITS.items()}
    rewritten, habits = {}, {"protego": {}, "robotrules": {}}
    expected = {"protego": {}, "robotrules": {}}
    for name, (text, agent, target) in cases.items():
        other, asked, habits["protego"][name] = protego_habits(text.decode(), target)
        rewritten[name] = (other.encode(), agent, asked)
        expected["robotrules"][name], habits["robotrules"][name] = robotrules_habits(text.decode(), target)
    write_table(rewritten, f"{folder}/rewritten.tsv")
    expected["protego"] = run_parser([ours, f"{folder}/rewritten.tsv"])
    for parser, names in habits.items():
        different = 0
        for name in cases:
            theirs = said[parser][name]
            if theirs != expected[parser][name]:
                faults.append(f"{name}: {parser} says {theirs}, ours {said['ours'][name]}, its habits "
                              f"{expected[parser][name]}: {cases[name]}")
            if theirs == said["ours"][name]:
                continue
            different += 1
            if not names[name] or name.startswith("plain-"):
                faults.append(f"{name}: {parser} says {theirs} for no reason that is known: {cases[name]}")
            for habit in names[name]:
                took[parser][habit] += 1
        print(f"made: {len(cases)} cases, {different} differences to {parser}:",
              ", ".join(f"{habit} {count}" for habit, count in took[parser].items()))
        faults += [f"{parser}: no difference shows that it {HABITS[parser][habit][1]} ({habit})" for habit, count in took[parser].items() if count == 0]


def main():
    table, differences, ours, robotrules, folder = sys.argv[1:]
    faults = []
    cases = read_cases(table)
    check_table(cases, differences, run_all(cases, ours, robotrules, folder), faults)
    made = make_cases()
    check_made(made, run_all(made, ours, robotrules, folder), ours, folder, faults)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
