#!/usr/bin/env python3
"""Measures what `gradewright check` takes beyond `build` on generated sites.

    cargo build --release && python3 benches/check.py [--graders 100,1000] [--rounds 5]

Each figure is the median of the rounds. `check` reads, proves and says; it writes nothing.
"""

import argparse
import os
import pathlib
import shutil

import build
import generate

BUDGET = 1.0


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--graders", default="100,1000")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--program", default=build.ROOT / "target/release/gradewright", type=pathlib.Path)
    arguments.add_argument("--folder", default=build.ROOT / "target/bench", type=pathlib.Path)
    options = arguments.parse_args()
    folder = options.folder / f"check-{os.getpid()}"
    row = "{:>8} {:<8} {:>8} {:>8} {:>10}   {}"
    print(row.format("graders", "", "wall s", "CPU s", "peak MiB", ""))
    for graders in map(int, options.graders.split(",")):
        site = generate.write(folder / f"site-{graders}", graders)
        built, checked = [], []
        for round in range(options.rounds):
            output = folder / f"public-{graders}-{round}"
            built.append(build.run([options.program, "build", "--site", site, "--output", output]))
            checked.append(build.run([options.program, "check", "--site", site]))
        built, checked = build.median(built), build.median(checked)
        over = checked[0] - built[0]
        verdict = f"{over:+.2f} s beyond the build, budget {BUDGET} s: {'met' if over <= BUDGET else 'MISSED'}"
        for name, figures, said in [("build", built, ""), ("check", checked, verdict)]:
            print(row.format(graders, name, *(f"{figure:.2f}" for figure in figures), said), flush=True)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
