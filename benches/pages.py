#!/usr/bin/env python3
"""Measures what a respondent's device fetches for each grader of a site: gzipped bytes by kind of file, and requests.

    cargo build --release && python3 benches/pages.py [--site DIR]
"""

import argparse
import gzip
import html.parser
import pathlib
import shutil
import subprocess
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
# KiB, gzipped; and requests in all.
BUDGETS = {"html": 14, "css": 8, "js": 10}
REQUESTS = 4


class Fetched(html.parser.HTMLParser):
    """What a page makes a browser fetch."""

    def __init__(self):
        super().__init__()
        self.paths = set()

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag in ("script", "img", "source", "iframe"):
            self.add(attributes.get("src"))
        rel = (attributes.get("rel") or "").split()
        if tag == "link" and {"stylesheet", "icon", "preload", "modulepreload"} & set(rel):
            self.add(attributes["href"])

    def add(self, address):
        # What a `data:` address holds came with the page.
        if address and not address.startswith("data:"):
            self.paths.add(address)


def gzipped(path):
    return len(gzip.compress(path.read_bytes(), 6))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--site", default=ROOT, type=pathlib.Path)
    arguments.add_argument("--program", default=ROOT / "target/release/gradewright", type=pathlib.Path)
    arguments.add_argument("--folder", default=ROOT / "target/bench", type=pathlib.Path)
    options = arguments.parse_args()
    output = options.folder / "pages"
    shutil.rmtree(output, ignore_errors=True)
    output.parent.mkdir(parents=True, exist_ok=True)
    command = [options.program, "build", "--site", options.site, "--output", output]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    row = "{:<34} {:>9} {:>9} {:>9} {:>9} {:>9}"
    print(row.format("gzipped KiB", "HTML", "CSS", "JS", "other", "requests"))
    worst = dict.fromkeys([*BUDGETS, "other", "requests"], 0)
    for page in sorted(output.glob("graders/*/index.html")):
        fetched = Fetched()
        fetched.feed(page.read_text())
        sizes = {"html": gzipped(page), "css": 0, "js": 0, "other": 0}
        for address in fetched.paths:
            address = urllib.parse.urlparse(address)
            if address.netloc or address.scheme:
                raise SystemExit(f"{page} fetches from elsewhere: {address.geturl()}")
            file = output / address.path.lstrip("/") if address.path.startswith("/") else page.parent / address.path
            kind = file.suffix.lstrip(".")
            sizes[kind if kind in sizes else "other"] += gzipped(file)
        requests = 1 + len(fetched.paths)
        figures = {**sizes, "requests": requests}
        worst = {name: max(worst[name], figures[name]) for name in worst}
        kib = [f"{size / 1024:.1f}" for size in sizes.values()]
        print(row.format(str(page.parent.relative_to(output)), *kib, requests))
    missed = [name for name, budget in BUDGETS.items() if worst[name] > budget * 1024]
    if worst["requests"] > REQUESTS:
        missed.append("requests")
    print(f"budgets {BUDGETS} KiB, {REQUESTS} requests: {'MISSED by ' + ', '.join(missed) if missed else 'met'}")


if __name__ == "__main__":
    main()
