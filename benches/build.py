#!/usr/bin/env python3
"""Measures `gradewright build` on generated sites: wall, CPU and peak memory, clean and without a change.

    cargo build --release && python3 benches/build.py [--graders 100,1000,10000] [--rounds 5]

Each figure is the median of the rounds. Each clean build writes to a new folder and nothing is deleted before the end:
ext4 looks for inodes one by one around those that were deleted a moment ago, which a site's first build never meets.
`plain write` is what the same files take written one after the other by this
script: the floor that the disk puts under every build.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

import generate

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUDGETS = {1_000: 0.33, 10_000: 4.8}


def run(command):
    """Wall and CPU in seconds, peak memory in MiB."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command} failed:\n{errors.decode()[-4000:]}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def plain_write(output, copy):
    """Seconds to write the files of `output` once more to `copy`, and their number and MiB."""
    files = [(path.relative_to(output), path.read_bytes()) for path in output.rglob("*") if path.is_file()]
    began = time.perf_counter()
    for path, text in files:
        target = copy / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text)
    wall = time.perf_counter() - began
    return wall, len(files), sum(len(text) for _, text in files) / 2**20


def median(runs):
    return [statistics.median(figures) for figures in zip(*runs)]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--graders", default="100,1000,10000")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--program", default=ROOT / "target/release/gradewright", type=pathlib.Path)
    arguments.add_argument("--folder", default=ROOT / "target/bench", type=pathlib.Path)
    options = arguments.parse_args()
    folder = options.folder / f"build-{os.getpid()}"
    row = "{:>8} {:<10} {:>8} {:>8} {:>10}   {}"
    print(row.format("graders", "", "wall s", "CPU s", "peak MiB", ""))
    for graders in map(int, options.graders.split(",")):
        site = generate.write(folder / f"site-{graders}", graders)
        clean, again = [], []
        for round in range(options.rounds):
            output = folder / f"public-{graders}-{round}"
            command = [options.program, "build", "--site", site, "--output", output]
            clean.append(run(command))
            again.append(run(command))
        floor, files, size = plain_write(output, folder / f"copy-{graders}")
        for name, figures in [("clean", median(clean)), ("no change", median(again))]:
            budget = BUDGETS.get(graders) if name == "clean" else None
            verdict = f"budget {budget} s: {'met' if figures[0] <= budget else 'MISSED'}" if budget else ""
            print(row.format(graders, name, *(f"{figure:.2f}" for figure in figures), verdict), flush=True)
        print(row.format(graders, "plain write", f"{floor:.2f}", "", "", f"{files} files, {size:.0f} MiB"), flush=True)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
