# SPDX-License-Identifier: MIT
"""RESULTS.md, to which `run` and `times` write: each replaces the parts that it
has measured.  A part begins with a line "# TITLE"."""
import os
import platform
import re
import subprocess

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "RESULTS.md")


def machine(cc):
    """One line on where this runs."""
    model = ""
    with open("/proc/cpuinfo") as info:
        for line in info:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    compiler = subprocess.run([cc, "--version"], stdout=subprocess.PIPE,
                              check=True).stdout.decode().split("\n")[0]
    return "%s, %d processors, Linux %s, %s." % (
        model, os.cpu_count(), platform.release(), compiler)


def write(text):
    """TEXT is one part, or several."""
    try:
        with open(PATH) as old:
            parts = split(old.read())
    except FileNotFoundError:
        parts = {}
    parts.update(split(text))
    with open(PATH, "w") as out:
        out.write("\n\n".join(parts.values()) + "\n")


def split(text):
    """{title: part}, in their order."""
    parts = [part.strip() for part in re.split(r"^(?=# )", text, flags=re.M)]
    return {part.split("\n")[0]: part for part in parts if part}
