# SPDX-License-Identifier: MIT
"""Programs of others that `times` compares with perf: where the sources come
from, how they are built, and what they are given to do.

All of a subject is given to the compiler at once, the same way with the plugin
and without.  main() is what is marked.
"""
import glob
import json
import os
import random
import re

from fetch import fetch_debian, fetch_lua, fetch_re2, fetch_sqlite

HERE = os.path.dirname(os.path.abspath(__file__))


class Subject:
    """Sources, flags, and arguments; `few` are for counting instructions."""

    def __init__(self, sources, flags, arguments, few=None):
        self.sources = sources
        self.flags = flags
        self.arguments = arguments
        self.few = few or arguments


def source_folder(args, name):
    folder = os.path.join(args.build, "real", name)
    os.makedirs(folder, exist_ok=True)
    return folder


def write(path, text):
    with open(path, "w") as out:
        out.write(text)
    os.chmod(path, 0o644)
    return path


# What jq's configure finds on Linux, but for functions of libm, without which
# jq leaves out its own of the same name.
JQ_FLAGS = ["-D_GNU_SOURCE", "-DIEEE_8087", "-DHAVE_ISATTY=1",
            "-DHAVE_TIMEGM=1", "-DHAVE_STRPTIME=1", "-DHAVE_GMTIME_R=1",
            "-DHAVE_LOCALTIME_R=1", "-DHAVE_TM_TM_GMT_OFF=1", "-DHAVE_MEMMEM=1",
            "-DHAVE_MKTIME=1", "-DHAVE_STRFTIME=1", "-DHAVE_ALLOCA_H=1",
            *["-DHAVE_%s=1" % name.upper() for name in
              "acos asin atan cos exp exp2 exp10 floor fabs log log10 log2 pow "
              "sin sqrt tan round ceil trunc".split()]]
JQ_FILTER = """[.[] | select(.age > 30) | {name, city: .address.city,
    spent: ([.orders[].cents] | add)}] | group_by(.city) |
    map({city: .[0].city, count: length, spent: (map(.spent) | add),
         names: [.[].name | ascii_downcase] | unique | .[0:3]})"""


def customers(count):
    """A JSON array of so many."""
    picked = random.Random(42)
    return json.dumps([{
        "name": "Customer %d" % picked.randrange(10 ** 6),
        "age": picked.randrange(18, 90),
        "address": {"city": "City %d" % picked.randrange(97),
                    "street": "Street \\u00e9 %d" % i},
        "tags": ["tag%d" % picked.randrange(20) for _ in range(3)],
        "orders": [{"id": i * 10 + k, "cents": picked.randrange(10 ** 5),
                    "rate": picked.random()} for k in range(4)]}
        for i in range(count)])


def jq(args, folder):
    source = fetch_debian("jq", source_folder(args, "jq"))
    made = os.path.join(folder, "jq-made", "src")
    os.makedirs(made, exist_ok=True)
    with open(os.path.join(source, "src/builtin.jq")) as lines:
        text = "".join(
            '"%s\\n"\n' % line.rstrip("\n").replace("\\", "\\\\").replace(
                '"', '\\"') for line in lines)
    write(os.path.join(made, "builtin.inc"), text)
    write(os.path.join(made, "version.h"), '#define JQ_VERSION "1.6"\n')
    files = [path for path in sorted(glob.glob(os.path.join(source,
                                                            "src/*.c")))
             if os.path.basename(path) != "inject_errors.c"]
    large = write(os.path.join(folder, "customers.json"), customers(20000))
    return Subject(files, [*JQ_FLAGS, "-I" + source, "-I" + made,
                           "-I" + os.path.dirname(made)],
                   [JQ_FILTER, large])


def re2(args, folder):
    source = fetch_re2(source_folder(args, "re2"))
    files = sorted(glob.glob(os.path.join(source, "re2/*.cc")))
    files += [os.path.join(source, "util", name)
              for name in ("rune.cc", "strutil.cc")]
    return Subject([*files, os.path.join(HERE, "re2.cc")],
                   ["-I" + source, "-DNDEBUG"], ["12"], ["1"])


# What configure.py leaves out on Linux.
NINJA_OTHER = re.compile(r"test|bench|win32|msvc|minidump|browse|\.in\.cc")


def ninja_file(path, count):
    """A build of so many objects, in libraries, none of which is there."""
    lines = ["rule cc", "  command = cc -c $flags $in -o $out",
             "  depfile = $out.d", "rule ar", "  command = ar rcs $out $in",
             "flags = -O2 -Wall -I. -Iinclude"]
    for i in range(count):
        lines.append("build out/lib%d/file%d.o: cc src/lib%d/../file%d.c | "
                     "include/config%d.h" % (i // 50, i, i // 50, i, i % 7))
        if i % 3 == 0:
            lines.append("  flags = $flags -DNAME=file%d" % i)
        lines.append("build src/file%d.c: phony" % i)
        if i % 50 == 49:
            lines.append("build out/lib%d.a: ar %s" % (i // 50, " ".join(
                "out/lib%d/file%d.o" % (i // 50, k)
                for k in range(i - 49, i + 1))))
    lines += ["build include/config%d.h: phony" % i for i in range(7)]
    return write(path, "\n".join(lines) + "\n")


def ninja(args, folder):
    source = fetch_debian("ninja-build", source_folder(args, "ninja"))
    files = [path for path in sorted(glob.glob(os.path.join(source,
                                                            "src/*.cc")))
             if not NINJA_OTHER.search(os.path.basename(path))]
    files.append(os.path.join(source, "src/getopt.c"))
    large = ninja_file(os.path.join(folder, "build.ninja"), 30000)
    small = ninja_file(os.path.join(folder, "few.ninja"), 2000)
    return Subject(files, ["-DNINJA_PYTHON=\"python3\"", "-DUSE_PPOLL=1"],
                   ["-n", "-f", large], ["-n", "-f", small])


def sqlite(args, folder):
    source = fetch_sqlite(source_folder(args, "sqlite"))
    return Subject([os.path.join(source, "sqlite3.c"),
                    os.path.join(HERE, "..", "real", "sqlite-driver.c")],
                   ["-I" + source], ["6"], ["1"])


def lua(args, folder):
    source = fetch_lua(source_folder(args, "lua"))
    script = os.path.join(folder, "lua.lua")
    with open(os.path.join(HERE, "lua.lua")) as text:
        write(script, text.read())
    files = [path for path in sorted(glob.glob(os.path.join(source, "*.c")))
             if os.path.basename(path) != "luac.c"]
    return Subject(files, ["-DLUA_USE_POSIX", "-Wl,-E",
                           "-Dluai_makeseed(L)=42u"], [script, "8"],
                   [script, "1"])


SUBJECTS = {"jq": jq, "re2": re2, "ninja": ninja, "sqlite": sqlite, "lua": lua}
