"""Sites of generated pages, and nginx that serves them on loopback, for the crawler's benchmarks.

The pages are like those of directories: nested elements, text, attributes, a little script and style, 20 to
60 links each. They are the same on every machine and in every run.

The pages of one class (their numbers modulo CLASSES) link to each other and to no others. So the same files
can be one host or several: page N is asked of host N modulo the number of hosts, which divides CLASSES, and
no link leads to another host. The seeds are the first page of each class.
"""

import os
import pathlib
import random
import signal
import socket
import subprocess
import tempfile
import time

CLASSES = 80
WORDS = ("therapist practice session couple care trained supervised listening gentle week room online clinic talk "
         "grief body worry sleep change question honest method years people work family support licence register "
         "school diploma first meeting fee insurance evening garden letter phone with and the for of a in to is").split()


def sentence(rng):
    words = rng.choices(WORDS, k=rng.randint(8, 24))
    return " ".join(words).capitalize() + rng.choice([".", ".", ".", "?", " &amp; more.", " \N{EN DASH} always."])


def block(rng):
    """One card of a list: about 1.5 kB, of which half is text. Its picture is loaded late, for wget would fetch it."""
    name, kind = rng.choice(WORDS), rng.choice(WORDS)
    text = "</p>\n      <p>".join(" ".join(sentence(rng) for _ in range(rng.randint(1, 3))) for _ in range(rng.randint(1, 4)))
    items = "".join(f'<li class="item item--{word}"><span>{word.title()}</span></li>' for word in rng.sample(WORDS, 5))
    return (f'  <div class="card card--{kind}" id="card-{name}-{rng.randint(1, 99999)}" data-kind="{kind}">\n'
            f'    <img data-src="/static/{name}.jpg" alt="{name} {kind}" width="120" height="90" loading="lazy">\n'
            f'    <div class="card__body"><h3>{name.title()} {kind}</h3>\n      <p>{text}</p>\n'
            f'      <ul class="tags">{items}</ul>\n      <!-- {kind} ends --><br>\n    </div>\n  </div>\n')


def script(rng):
    pairs = ", ".join(f'"{word}": {rng.randint(0, 9999)}' for word in rng.choices(WORDS, k=60))
    return f"<script>\n(function () {{ var data = {{{pairs}}}; if (1 < 2 && data) {{ window.data = data; }} }})();\n</script>\n"


def link(rng, number, pages):
    """Of page `number`, to one of its class, in one of the ways that pages have."""
    other = rng.randrange(number % CLASSES, pages, CLASSES)
    path = rng.choice([f"/page-{other}.html", f"page-{other}.html", f"./page-{other}.html#top"])
    return f'    <li class="nav__item"><a class="nav__link" href="{path}" title="{sentence(rng)[:30]}">Page {other}</a></li>\n'


def page(rng, number, pages, blocks, scripts, size):
    """The links lie between the blocks; the next of the class is among them, so that all are found."""
    following = number + CLASSES if number + CLASSES < pages else number % CLASSES
    links = [link(rng, number, pages) for _ in range(rng.randint(19, 59))]
    links.insert(rng.randrange(len(links)), f'    <li><a href="/page-{following}.html">Next</a></li>\n')
    parts, length = [], 0
    while length < size:
        parts.append(rng.choice(scripts) if rng.random() < 0.02 else rng.choice(blocks))
        length += len(parts[-1])
    for one in links:
        parts.insert(rng.randrange(len(parts) + 1), f"  <ul>\n{one}  </ul>\n")
    style = "".join(f".card--{word} {{ margin: {rng.randint(0, 40)}px; color: #{rng.randrange(1 << 24):06x}; }}\n" for word in WORDS)
    return ('<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f"<title>Page {number}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
            + "".join(parts) + "</main>\n</body>\n</html>\n")


def make(folder, pages, mean):
    """Fills `folder` with `pages` pages of `mean` bytes in the mean, unless it has them; gives their bytes."""
    mark = folder / f".made-{pages}-{mean}"
    if not mark.exists():
        folder.mkdir(parents=True, exist_ok=True)
        rng = random.Random(4)
        blocks = [block(rng) for _ in range(400)]
        scripts = [script(rng) for _ in range(20)]
        for number in range(pages):
            rng.seed(number)
            size = mean * min(rng.lognormvariate(-0.18, 0.6), 8) - 6000  # most are smaller, a few much larger
            (folder / f"page-{number}.html").write_text(page(rng, number, pages, blocks, scripts, size), encoding="utf-8")
        (folder / "robots.txt").write_text("User-agent: *\nDisallow: /private/\n", encoding="utf-8")
        mark.touch()
    return sum((folder / f"page-{number}.html").stat().st_size for number in range(pages))


def address(host):
    """The hosts are 127.0.0.2 and those after it."""
    return f"127.0.0.{2 + host}"


def seeds(hosts, port, pages):
    """The first page of each class, of the host that has it."""
    return [f"http://{address(number % hosts)}:{port}/page-{number}.html" for number in range(min(CLASSES, pages))]


CONFIG = """\
{user}
worker_processes 1;
daemon off;
pid {prefix}/pid;
error_log {prefix}/error.log;
events {{ worker_connections 1024; }}
http {{
    types {{ text/html html; text/plain txt; }}
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    open_file_cache max=4096;
    log_format asked '$status $server_addr $uri';
    access_log {prefix}/access.log asked buffer=256k;
    client_body_temp_path {prefix}/body;
    proxy_temp_path {prefix}/proxy;
    fastcgi_temp_path {prefix}/fastcgi;
    uwsgi_temp_path {prefix}/uwsgi;
    scgi_temp_path {prefix}/scgi;
    server {{
        {listen}
        server_name _;
        root {root};
    }}
}}
"""


class Server:
    """nginx with one worker, that serves a folder as several hosts on a free port, and knows what was asked of it."""

    def __init__(self, root, hosts):
        self.home = tempfile.TemporaryDirectory()
        self.prefix = pathlib.Path(self.home.name)
        os.chmod(self.prefix, 0o755)  # a worker of a server started by root is another user
        with socket.socket() as free:
            free.bind((address(0), 0))
            self.port = free.getsockname()[1]
        listen = " ".join(f"listen {address(host)}:{self.port};" for host in range(hosts))
        config = self.prefix / "nginx.conf"
        config.write_text(CONFIG.format(user="user root;" if os.getuid() == 0 else "", prefix=self.prefix, root=root, listen=listen))
        path = os.environ["PATH"] + ":/usr/sbin"
        self.process = subprocess.Popen(["nginx", "-p", self.prefix, "-c", config, "-e", self.prefix / "error.log"],
                                        env=dict(os.environ, PATH=path))
        for _ in range(100):
            try:
                socket.create_connection((address(0), self.port)).close()
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit("nginx did not start: " + (self.prefix / "error.log").read_text())

    def take_log(self):
        """What was asked since the last call: lines of status, address and path."""
        log = self.prefix / "access.log"
        moved = self.prefix / "access.old"
        log.rename(moved)
        os.kill(self.process.pid, signal.SIGUSR1)  # it writes what it holds to the old file, then opens the new one
        while not log.exists():
            time.sleep(0.01)
        time.sleep(0.1)
        return moved.read_text().splitlines()

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.home.cleanup()
