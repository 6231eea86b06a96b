# SPDX-License-Identifier: MIT
"""The programs of GCC's own test suite, tried one by one.  For check-suites,
which says what is compared."""
import collections
import concurrent.futures
import glob
import os
import re
import shutil
import signal
import subprocess
import tarfile
import time

from fetch import (Failure, NOTHING, Unavailable, environment, fetch_archive,
                   run)

TORTURE_SECONDS = 60  # for one program


class Programs:
    """Programs of GCC's test suite: those in FOLDERS of the folder WHERE of
    gcc/testsuite that end in SUFFIX.  ROOT is what is marked."""

    def __init__(self, name, where, folders, suffix, root, levels, depends):
        self.name = name
        self.where = where
        self.folders = folders
        self.suffix = suffix
        self.root = root
        self.levels = levels
        self.depends = depends  # behaves differently in any other build, too

    def find(self, args):
        """Paths of those asked for."""
        top = fetch_programs(self, args)
        found = sorted(path for folder in self.folders for path in
                       glob.glob(os.path.join(top, folder, "*" + self.suffix)))
        return [path for path in found
                if os.path.basename(path) not in self.depends and
                (not args.names or any(name in os.path.basename(path)
                                       for name in args.names))]


TORTURE = Programs(
    "torture", "gcc.c-torture/execute", [""], ".c", "main",
    ["-O0", "-O1", "-O2", "-O3", "-O2 -flto=2"],
    {"941014-2.c": "prints what is in memory that malloc returns",
     "990208-1.c": "wants labels of two copies of a function to differ"})
GXX = Programs(
    "g++.dg", "g++.dg",
    ["torture", "torture/stackalign", "opt", "eh", "inherit"], ".C", "*",
    [level + more for more in ("", " -fnon-call-exceptions")
     for level in ("-O0", "-O1", "-O2", "-O3")],
    {"alias2.C": "prints addresses",
     "filter1.C": "throws what nothing catches, and wants cleanups to run",
     "flifetime-dse2.C": "reads an object that does not live",
     "flifetime-dse4.C": "reads an object that does not live",
     "pr49115.C": "fails with -fno-early-inlining, too"})


def fetch_programs(programs, args):
    """The folder with them, from the archive within the archive."""
    root = os.path.join(args.build, "suites")
    folder = os.path.join(root, programs.name)
    if not os.path.exists(folder):
        version, _ = run([args.cc, "-dumpversion"])
        package = "gcc-" + version.decode().strip()
        outer = fetch_archive(package, os.path.join(root, "sources", package))
        with tarfile.open(outer) as tar:
            for member in tar:
                if re.search(r"/gcc-[\d.]+[^/]*\.tar\.\w+$", member.name):
                    extract_below(tar.extractfile(member), programs,
                                  folder + ".part")
                    break
        os.rename(folder + ".part", folder)
    return folder


def extract_below(archive, programs, folder):
    """The files of ARCHIVE that are in the folders of the PROGRAMS."""
    inside = "gcc/testsuite/%s/" % programs.where
    with tarfile.open(fileobj=archive, mode="r|*") as tar:
        for member in tar:
            _, found, name = member.name.partition(inside)
            if (found and member.isfile() and
                    os.path.dirname(name) in programs.folders):
                path = os.path.join(folder, name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "wb") as out:
                    shutil.copyfileobj(tar.extractfile(member), out)


def options_of(text):
    """The options that a program's directives ask for here."""
    options = []
    for match in re.finditer(
            r'\{ dg-(?:additional-)?options (?:\{ )?"([^"]*)"(.*)',
            text):
        if "target" not in match.group(2) or re.search(
                r"x86|lp64|\*-\*-\*", match.group(2)):
            options += match.group(1).split()
    return ["-w"] + [option for option in options
                     if not re.match(r"-O|-fdump|-Werror|-m32", option)]


def execute(program, folder, **variables):
    """(status, stdout without addresses) of a program in a folder of its own,
    and its stderr."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    process = subprocess.Popen(
        [program], cwd=folder, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True, env=environment(**variables))
    try:
        out, err = process.communicate(timeout=TORTURE_SECONDS)
        status = process.returncode
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        status = "timeout"
    return (status, re.sub(rb"0x[0-9a-f]+", b"0x", out)), err


def without_names(said):
    """What compiler and linker say, without the names of temporary files and
    of the functions and places in them."""
    return re.sub(rb"/tmp/\w+\.(ltrans\d+\.)?(ltrans\.)?o|in function .*|"
                  rb"\(\.text[^)]*\)|\S+\.c:", b"", said)


def is_run(programs, text):
    """A program is to be run, and consists of the one file."""
    return programs is TORTURE or ("dg-do run" in text and
                                   "dg-additional-sources" not in text)


def try_program(programs, args, source, level, folder):
    """None if the program behaves, "" if it is not for here, else what is
    wrong.  Most are made to say and print nothing and exit with 0, so one that
    does is not built without the plugin."""
    with open(source, encoding="latin-1") as file:
        text = file.read()
    command = ([args.cxx if programs is GXX else args.cc] + options_of(text) +
               level.split() + args.options.split() + [source])
    command += ["-lm"] if is_run(programs, text) else ["-c"]
    plain, program = folder + "/plain", folder + "/program"
    flags = ["-fplugin=" + os.path.join(args.build, "memcall.so"),
             "-fplugin-arg-memcall-root=" + programs.root]

    def build_plain():
        return without_names(run(command + ["-o", plain],
                                 env=environment())[1])

    try:
        _, said = run(command + flags + ["-o", program], env=environment())
    except Failure as failure:
        try:
            build_plain()
        except Failure:
            if "internal compiler error" not in str(failure):
                return ""
        return "does not compile: %s" % failure
    if said and build_plain() != without_names(said):
        return "the compiler says: " + said.decode(errors="replace")[:300]
    if not is_run(programs, text):
        return None
    return try_run(program, plain, build_plain, folder)


def try_run(program, plain, build_plain, folder):
    """None if PROGRAM exits and prints as PLAIN does, which is built only if
    it is needed, or what is wrong."""
    profile = os.path.join(folder, "out.memcall")
    off, _ = execute(program, folder + "/run")
    on, err = execute(program, folder + "/run", MEMCALL_OUT=profile)
    if off != (0, b"") or on != (0, b""):
        build_plain()
        expected, _ = execute(plain, folder + "/run")
        if off != expected or on != expected:
            return "off %s, on %s, plain %s, stderr %s" % (off, on, expected,
                                                           err[-200:])
    # main may have no_instrument_function
    is_marked = NOTHING.encode() not in err
    if b"memcall: " in err and is_marked:
        return "says " + err[-300:].decode(errors="replace")
    if on[0] == 0 and is_marked and not os.path.exists(profile):
        return "no profile"
    return None


def check_programs(args, programs):
    passed = failed = skipped = 0
    try:
        paths = programs.find(args)
    except Unavailable as error:
        print("skipped: %s" % error)
        return 0, 0, 1

    def one(job):
        source, level = job
        folder = os.path.join(args.build, "suites", programs.name + "-run",
                              level.replace(" ", ""),
                              os.path.basename(source))
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        wrong = try_program(programs, args, source, level, folder)
        if not wrong:
            shutil.rmtree(folder)
        return source, wrong

    for level in args.levels.split(",") if args.levels else programs.levels:
        start, counts = time.time(), collections.Counter()
        with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
            for source, wrong in pool.map(one, [(p, level) for p in paths]):
                kind = ("passed" if wrong is None else
                        "failed" if wrong else "skipped")
                counts[kind] += 1
                if wrong:
                    print("%s %s FAILED: %s" % (
                        level, os.path.basename(source), wrong), flush=True)
        print("%-9s %5d programs, %d not for this machine, %d fail, %d s" % (
            level, len(paths), counts["skipped"], counts["failed"],
            time.time() - start), flush=True)
        passed += counts["passed"]
        failed += counts["failed"]
        skipped += counts["skipped"]
    return passed, failed, skipped
