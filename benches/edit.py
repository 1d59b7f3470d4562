#!/usr/bin/env python3
"""Measures how long an author waits: from saving a grader to the changed page, while `serve` runs on 1,000 graders.

    cargo build --release && python3 benches/edit.py [--graders 1000] [--edits 20]

The clock starts when the file is closed and stops when the page, fetched on the reload event, shows the new words.
"""

import argparse
import http.client
import json
import pathlib
import shutil
import socket
import statistics
import subprocess
import time

import generate

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUDGET_MS = 100
PATIENCE = 60


class Events:
    """The stream that an open page listens to."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.sendall(f"GET /_preview/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        self.lines = self.socket.makefile("rb")

    def build_after(self, build):
        """Waits for a build with a higher number than that."""
        for line in self.lines:
            if line.startswith(b"data: "):
                shown = json.loads(line[len(b"data: "):])
                if shown["errors"]:
                    raise SystemExit(shown["text"])
                if shown["build"] > build:
                    return shown["build"]
        raise SystemExit("the events ended")


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def connect(port, process):
    """The events, as soon as the server listens."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return Events(port)
        except ConnectionRefusedError:
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit("the server did not start")
            time.sleep(0.02)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--graders", type=int, default=1_000)
    arguments.add_argument("--edits", type=int, default=20)
    arguments.add_argument("--program", default=ROOT / "target/release/gradewright", type=pathlib.Path)
    arguments.add_argument("--folder", default=ROOT / "target/bench", type=pathlib.Path)
    options = arguments.parse_args()
    site = generate.write(options.folder / "edited", options.graders)
    port = free_port()
    log = open(options.folder / "edit.log", "wb")
    command = [options.program, "serve", "--site", site, "--port", str(port)]
    process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        events = connect(port, process)
        build = events.build_after(0)
        told, seen = [], []
        for edit in range(options.edits):
            number = edit * 37 % options.graders
            path = site / "content" / "graders" / f"grader-{number}.md"
            mark = f"Edited for the {edit}th time"
            changed = path.read_text().replace("Twelve questions about", f"{mark}. Twelve questions about")
            # Away from the last rebuild, as an author's saves are.
            time.sleep(0.3)
            path.write_text(changed)
            saved = time.perf_counter()
            build = events.build_after(build)
            told.append((time.perf_counter() - saved) * 1000)
            page = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            page.request("GET", f"/graders/grader-{number}/")
            text = page.getresponse().read().decode()
            seen.append((time.perf_counter() - saved) * 1000)
            page.close()
            if mark not in text:
                raise SystemExit(f"the page of grader {number} does not show edit {edit}")
    finally:
        process.terminate()
        process.wait(PATIENCE)
        shutil.rmtree(site)
    verdict = "met" if statistics.median(seen) <= BUDGET_MS else "MISSED"
    print(f"{options.edits} edits on {options.graders} graders, ms from the save:")
    for name, figures in [("reload event", told), ("page fetched", seen)]:
        print(f"  {name}  median {statistics.median(figures):6.1f}  least {min(figures):6.1f}  most {max(figures):6.1f}")
    print(f"  budget {BUDGET_MS} ms: {verdict}")


if __name__ == "__main__":
    main()
