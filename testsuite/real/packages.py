# SPDX-License-Identifier: MIT
"""The test suites of Debian's packages: how each is built and run, and what its
tests say.  For check-suites, which says what is compared."""
import collections
import concurrent.futures
import glob
import os
import re
import resource
import shutil
import signal
import subprocess

import dumped
from fetch import (Failure, NOTHING, Unavailable, environment, fetch_debian,
                   run)

SUITE_SECONDS = 1800  # for a whole suite, recorded


class Build:
    """Where and how one variant of a package is built."""

    def __init__(self, folder, args, flags):
        self.folder = folder
        self.cc = args.cc
        self.cxx = args.cxx
        self.flags = flags
        self.jobs = "-j%d" % args.jobs

    def run(self, *command, cwd=".", **variables):
        run(list(command), cwd=os.path.join(self.folder, cwd),
            env=environment(**variables))

    def sources(self, *patterns):
        """The files that match, from the folder of the build."""
        found = [os.path.relpath(path, self.folder) for pattern in patterns
                 for path in sorted(glob.glob(os.path.join(self.folder,
                                                           pattern)))]
        if not found:
            raise Failure("no " + " ".join(patterns))
        return found


def build_zlib(build):
    build.run("./configure", CC=build.cc, CFLAGS=" ".join(build.flags))
    build.run("make", build.jobs)


def build_bzip2(build):
    build.run("make", build.jobs, "libbz2.a", "bzip2", "CC=" + build.cc,
              "CFLAGS=" + " ".join(build.flags + ["-D_FILE_OFFSET_BITS=64"]))


def build_xz(build):
    build.run("./configure", "--disable-nls", "--disable-doc",
              "--disable-dependency-tracking", CC=build.cc,
              CFLAGS=" ".join(build.flags))
    build.run("make", build.jobs)
    build.run("make", build.jobs, "check", "TESTS=")


def build_expat(build):
    """Its tests, without the build system, which wants Autoconf."""
    with open(os.path.join(build.folder, "expat/lib/expat_config.h"), "w"):
        pass
    build.run(build.cc, *build.flags, "-w", "-DXML_DTD", "-DXML_NS",
              "-DXML_CONTEXT_BYTES=1024", "-DXML_DEV_URANDOM",
              "-DHAVE_MEMMOVE", "-DBYTEORDER=1234", "-Iexpat/lib",
              *build.sources("expat/lib/*.c"),
              *build.sources("expat/tests/*.c"), "-o", "runtests")


# What CMakeLists.txt says for Linux.
LIBUV = """async core dl fs getaddrinfo getnameinfo loop-watcher loop pipe poll
    process random-devurandom signal stream tcp thread tty udp proctitle
    linux-core linux-inotify linux-syscalls procfs-exepath random-getrandom
    random-sysctl-linux epoll""".split()


def build_libuv(build):
    """As a shared library with hidden symbols, and its tests."""
    library = build.sources("src/*.c",
                            *["src/unix/%s.c" % name for name in LIBUV])
    tests = [path for path in build.sources("test/*.c")
             if not re.search(r"-win\.c$|benchmark|run-benchmarks", path)]
    flags = ["-w", "-Iinclude", "-Isrc", "-D_GNU_SOURCE",
             "-D_FILE_OFFSET_BITS=64", "-D_LARGEFILE_SOURCE"]
    compile_all(build, build.cc, library, flags + [
        "-fPIC", "-fvisibility=hidden", "-DBUILDING_UV_SHARED=1"])
    build.run(build.cc, *build.flags, "-shared", *build.sources("src_*.o"),
              "-o", "libuv.so", "-pthread", "-ldl")
    compile_all(build, build.cc, tests, flags + ["-DUSING_UV_SHARED=1"])
    build.run(build.cc, *build.flags, *build.sources("test_*.o"), "-o",
              "run-tests", "-L.", "-luv", "-Wl,-rpath,$ORIGIN", "-pthread",
              "-rdynamic")


def compile_all(build, compiler, sources, flags):
    """Each to its own object in the folder of the build."""
    def compile_one(path):
        build.run(compiler, *build.flags, *flags, "-c", path, "-o",
                  path.replace("/", "_") + ".o")
    with concurrent.futures.ThreadPoolExecutor(int(build.jobs[2:])) as pool:
        list(pool.map(compile_one, sources))


def build_tinyxml2(build):
    build.run(build.cxx, *build.flags, "tinyxml2.cpp", "xmltest.cpp", "-o",
              "xmltest")


# The tests that need no data and compile in less than a minute.
JSON = "unit capacity json_pointer merge_patch udt".split()


def build_json(build):
    compile_all(build, build.cxx, [
        "tests/src/%s.cpp" % (name if name == "unit" else "unit-" + name)
        for name in JSON], ["-w", "-std=c++11", "-Iinclude",
                            "-Itests/thirdparty/doctest"])
    build.run(build.cxx, *build.flags, *build.sources("tests_src_*.o"), "-o",
              "unit-tests")


class Suite:
    """A package: how it is built, its tests, and what they say.

    The commands are run one after another in the folder of the build.  RESULTS
    matches a line that is a test's result; NAME and OUTCOME are groups in it.
    The exit status of each command is compared, too."""

    def __init__(self, name, package, build, commands, results):
        self.name = name
        self.package = package
        self.build = build
        self.commands = commands
        self.results = re.compile(results, re.M)


SUITES = [
    Suite("zlib", "zlib", build_zlib, ["make check"],
          r"^\s*(?:\*\*\* )?(?P<name>zlib .*test|\w+\(\)[^:\n]*|"
          r"[a-z]+ [\w ]+\b):? +(?P<outcome>OK|hello, hello!|hello!)"),
    Suite("bzip2", "bzip2", build_bzip2, ["make check"],
          r"^(?P<outcome>cmp) (?P<name>.*)"),
    Suite("xz", "xz-utils", build_xz,
          ["make check",
           # its own tests use one thread
           "cat src/liblzma/*/*.c >t.c; for t in 1 2 4; do"
           " src/xz/xz -0 -T$t --block-size=100KiB -c t.c >t.xz &&"
           " src/xz/xz -dc -T$t t.xz | cmp - t.c || exit 1; done"],
          r"^(?P<outcome>PASS|FAIL|SKIP|ERROR): (?P<name>test_\S+)$"),
    Suite("expat", "expat", build_expat, ["./runtests -v"],
          r"^(?P<outcome>PASS|FAIL): (?P<name>.*)"),
    Suite("libuv", "libuv1", build_libuv, ["UV_RUN_AS_ROOT=1 ./run-tests"],
          r"^(?P<outcome>ok|not ok) \d+ - (?P<name>\S+)"),
    Suite("tinyxml2", "tinyxml2", build_tinyxml2,
          ["mkdir -p resources/out; ./xmltest"],
          r"^\[(?P<outcome>pass|fail)\](?P<name>.*)"),
    Suite("json", "nlohmann-json3", build_json, ["./unit-tests"],
          r"^\[doctest\] (?P<name>.*) \| (?P<outcome>\d+ failed)"),
]

GOOD = {"OK", "PASS", "ok", "cmp", "hello, hello!", "hello!", "pass",
        "0 failed"}


class Outcome:
    """What one run of a suite came to."""

    def __init__(self):
        self.results = []  # [(test, outcome)]
        self.statuses = []  # [(command, exit status)]
        self.seconds = 0  # CPU time

    def passed(self):
        return sum(outcome in GOOD for _, outcome in self.results)


def isolation():
    """What to put in front of a shell command to run it without a network."""
    for options in (["-n"], ["-r", "-n"]):
        command = ["unshare", *options, "sh", "-c",
                   'ip link set lo up && exec sh -c "$0"']
        try:
            if subprocess.run(command + ["true"], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL).returncode == 0:
                return command
        except OSError:
            break
    raise Unavailable("no network namespace of one's own is to be had here: "
                      "install iproute2 and util-linux, or be root")


def run_suite(suite, folder, log, **variables):
    """What the tests of the build in FOLDER come to."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = Outcome()
    with open(log, "wb") as out:
        for command in suite.commands:
            out.write(("== %s\n" % command).encode())
            out.flush()
            start = out.tell()
            process = subprocess.Popen(
                isolation() + [command], cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
                env=environment(**variables))
            try:
                status = process.wait(SUITE_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                status = "timeout"
            with open(log, "rb") as back:
                back.seek(start)
                text = back.read().decode(errors="replace")
            for match in suite.results.finditer(text.replace("\r", "\n")):
                done.results.append((match.group("name"),
                                     match.group("outcome")))
            done.statuses.append((command, "status %s" % status))
            out.seek(0, os.SEEK_END)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    done.seconds = (after.ru_utime + after.ru_stime -
                    before.ru_utime - before.ru_stime)
    return done


def read_profiles(memcall, folder):
    """(profiles, functions, calls) in FOLDER.  All must be whole."""
    profiles = sorted(glob.glob(os.path.join(folder, "*.memcall")))
    symbols, calls = set(), 0
    for profile in profiles:
        dump = dumped.read(profile, memcall)
        if dump.profile.get("lost"):
            raise Failure("%s lost %s calls" % (profile, dump.profile["lost"]))
        for function in dump.functions.values():
            symbols.add(function["symbol"])
            calls += function["calls"]
    if not calls:
        raise Failure("nothing was recorded")
    return len(profiles), len(symbols), calls


def differences(expected, found):
    """The lines in which two outcomes differ."""
    a, b = (collections.Counter(outcome.results + outcome.statuses)
            for outcome in (expected, found))
    return ["    plain: %s: %s" % item for item in sorted((a - b).elements())
            ] + ["    here:  %s: %s" % item
                 for item in sorted((b - a).elements())]


def same_again(suite, folder, log, expected, first, **variables):
    """Some tests depend on how busy the machine is: a suite that differs is
    run once more.  What differs both times is a failure."""
    wrong = differences(expected, first)
    if wrong:
        again = run_suite(suite, folder, log + ".again", **variables)
        wrong = [line for line in wrong
                 if line in differences(expected, again)]
    if wrong:
        raise Failure("%s differs:\n%s" % (os.path.basename(log),
                                           "\n".join(wrong[:20])))


def prepare(suite, args, folder):
    """Builds both variants, in FOLDER/plain and FOLDER/plugin."""
    root = os.path.dirname(folder)
    source = fetch_debian(suite.package, os.path.join(root, "sources",
                                                      suite.package))
    plugin = ["-fplugin=" + os.path.join(args.build, "memcall.so"),
              "-fplugin-arg-memcall-root=main"]
    for name, flags in ("plain", []), ("plugin", plugin):
        where = os.path.join(folder, name)
        if name == "plain" and os.path.exists(where + ".built"):
            continue
        shutil.rmtree(where, ignore_errors=True)
        shutil.copytree(source, where, symlinks=True)
        suite.build(Build(where, args, ["-O2", "-g1"] + flags))
        with open(where + ".built", "w"):
            pass


def check_suite(suite, args, folder):
    """One row of the table, as a tuple."""
    prepare(suite, args, folder)
    scratch = os.path.join(folder, "profiles")
    shutil.rmtree(scratch, ignore_errors=True)
    os.makedirs(scratch)
    where = {name: os.path.join(folder, name) for name in ("plain", "plugin")}
    log = os.path.join(folder, "log.")
    out = os.path.join(scratch, "%p.memcall")

    plain = run_suite(suite, where["plain"], log + "plain")
    off = run_suite(suite, where["plugin"], log + "off")
    same_again(suite, where["plugin"], log + "off", plain, off)
    on = run_suite(suite, where["plugin"], log + "recorded", MEMCALL_OUT=out)
    same_again(suite, where["plugin"], log + "recorded", plain, on,
               MEMCALL_OUT=out)
    with open(log + "recorded", errors="replace") as text:
        said = {line for line in text.read().splitlines()
                if line.startswith("memcall: ") and NOTHING not in line}
    if said:
        raise Failure("memcall says:\n    " + "\n    ".join(sorted(said)[:5]))
    return (len(plain.results), plain.passed(), off.passed(), on.passed(),
            *read_profiles(os.path.join(args.build, "memcall"), scratch),
            off.seconds / plain.seconds, on.seconds / plain.seconds)


def check_suites(args):
    passed = failed = skipped = 0

    print("%-8s %5s %5s %5s %8s %8s %9s %11s %5s %5s" % (
        "package", "tests", "plain", "off", "recorded", "profiles",
        "functions", "calls", "off", "on"))
    for suite in SUITES:
        if args.names and suite.name not in args.names:
            continue
        folder = os.path.join(args.build, "suites", suite.name)
        try:
            row = check_suite(suite, args, folder)
            print("%-8s %5d %5d %5d %8d %8d %9d %11d %5.2f %5.2f" % (
                (suite.name,) + row), flush=True)
            passed += 1
        except Unavailable as error:
            print("%-8s skipped: %s" % (suite.name, error), flush=True)
            skipped += 1
        except (Failure, dumped.DumpError) as failure:
            print("%-8s FAILED: %s" % (suite.name, failure), flush=True)
            failed += 1
    return passed, failed, skipped
