# SPDX-License-Identifier: MIT
"""What the parts of `times` share: a folder to work in, programs run in it as
root or as an ordinary user, and a load beside them."""
import concurrent.futures
import contextlib
import glob
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

import dumped
from fetch import Failure, environment, run

NOBODY = 65534
PLUGIN = ("memcall.so", "memcall-gcc.so")
HEADERS = glob.glob(os.path.join(os.path.dirname(__file__), "*.h"))
LOOPS = 4  # that run beside a program
# Until the one that has started it is gone.
LOOP = """import os
parent = os.getppid()
while os.getppid() == parent:
    for _ in range(10000000):
        pass
"""

ROOT, USER = "root", "user"
QUIET, LOADED = "quiet", "4 loops"


class Run:
    """One run of a program: what it printed, its CPU time, and its profile."""

    def __init__(self, out, cpu_s, wall_s, dump):
        self.out = out
        self.cpu_s = cpu_s
        self.wall_s = wall_s
        self.dump = dump

    def printed(self):
        """{key: number} of the lines KEY=NUMBER."""
        return {key: int(value) for key, value in
                re.findall(r"^(\w+)=(\d+)$", self.out, re.M)}

    def number(self, function, key):
        """A number of the profile; 0 where there is none."""
        return self.dump.functions.get(function, {}).get(key, 0)


class Workshop:
    """A folder that an ordinary user can read, with a copy of what was built:
    the build folder may be where only root can look."""

    def __init__(self, args):
        self.args = args
        self.folder = args.keep or tempfile.mkdtemp(prefix="memcall-times-")
        os.makedirs(self.folder, exist_ok=True)
        os.chmod(self.folder, 0o755)
        for name in PLUGIN + ("libmemcall.so", "memcall"):
            built = os.path.join(args.build, name)
            if not os.path.exists(built):
                raise Failure("no %s: run `make` first" % built)
            shutil.copy2(built, self.path("new"))
            os.replace(self.path("new"), self.path(name))  # one may be in use
        for who in (ROOT, USER):
            os.makedirs(self.path(who), exist_ok=True)
        if os.geteuid() == 0:
            os.chown(self.path(USER), NOBODY, NOBODY)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def remove(self):
        if not self.args.keep:
            shutil.rmtree(self.folder)

    def compiler(self, sources):
        cxx = any(source.endswith((".cc", ".cpp")) for source in sources)
        return re.sub("gcc(?=[^/]*$)", "g++", self.args.cc) if cxx \
            else self.args.cc

    def plugin(self, *words):
        return ["-fplugin=" + self.path("memcall.so"),
                *["-fplugin-arg-memcall-" + word for word in words]]

    def compile(self, name, sources, flags):
        """The program: the same flags for all.  Addresses are those of the
        file, and who calls at last is on the stack, as when recording.  It is
        used again if neither sources nor plugin nor flags have changed."""
        program = self.path(name)
        compiler = [self.compiler(sources), "-O2", "-g", "-w", "-no-pie",
                    "-fno-pie", "-fno-optimize-sibling-calls", *flags]
        if self.is_stale(program, compiler, sources):
            tell("compiling " + name)
            self.build(program, compiler, sources)
            with open(program + ".command", "w") as out:
                out.write("\n".join(compiler + sources))
        return program

    def build(self, program, compiler, sources):
        objects = ["%s-%d.o" % (program, i) for i in range(len(sources))]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda source, made: run(
                [*compiler, "-c", source, "-o", made]), sources, objects))
        run([*compiler, *objects, "-lm", "-pthread", "-o", program])
        for made in objects:
            os.remove(made)

    def is_stale(self, program, compiler, sources):
        try:
            with open(program + ".command") as old:
                if old.read() != "\n".join(compiler + sources):
                    return True
            made = os.path.getmtime(program)
        except OSError:
            return True
        return any(os.path.getmtime(path) > made for path in
                   [*sources, *HEADERS, *map(self.path, PLUGIN)])

    def measure(self, command, who=ROOT, **variables):
        """One run, without its profile.  What it prints goes to a file, for
        which it does not wait."""
        options = {}
        if who == USER and os.geteuid() == 0:
            options = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.monotonic()
        printed = self.path(who, "printed")
        with open(printed, "wb") as out:
            done = subprocess.run(
                command, cwd=self.path(who), stdin=subprocess.DEVNULL,
                stdout=out, stderr=subprocess.PIPE,
                env=environment(HOME=self.path(who), **variables), **options)
        wall = time.monotonic() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = (after.ru_utime + after.ru_stime -
               before.ru_utime - before.ru_stime)
        if done.returncode:
            raise Failure("%s exits with %d: %s" % (
                " ".join(command), done.returncode,
                done.stderr.decode(errors="replace").strip()[-500:]))
        with open(printed, errors="replace") as text:
            return Run(text.read(), cpu, wall, None)

    def record(self, command, who, profile="out.memcall"):
        """One run, recorded, with its profile."""
        path = self.path(who, profile)
        done = self.measure(command, who, MEMCALL_OUT=path,
                            MEMCALL_OPTIONS=self.args.options)
        done.dump = dumped.read(path, self.path("memcall"))
        if not any("cpu_ns" in found for found
                   in done.dump.functions.values()):
            raise Failure(
                "no CPU time was recorded as %s: kernel.perf_event_paranoid "
                "must be 2 or less, and perf_event_open allowed" % who)
        return done


def recorders(args):
    """As whom to record: an ordinary user cannot become root."""
    if os.geteuid() == 0:
        return args.who.split(",")
    return [USER]


@contextlib.contextmanager
def beside(state):
    """Runs what is within on two processors, and busy loops on the same."""
    allowed = os.sched_getaffinity(0)
    processors = sorted(allowed)[:2]
    os.sched_setaffinity(0, processors)
    loops = []
    try:
        for i in range(LOOPS if state == LOADED else 0):
            loop = subprocess.Popen([sys.executable, "-c", LOOP])
            os.sched_setaffinity(loop.pid, [processors[i % len(processors)]])
            loops.append(loop)
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()
        os.sched_setaffinity(0, allowed)


def need(tools):
    """Says what to install for a command that is not there.  TOOLS: {command:
    package}."""
    missing = [package for command, package in tools.items()
               if not shutil.which(command)]
    if missing:
        raise Failure("missing: apt-get install " + " ".join(missing))


def tell(text):
    """Says on the terminal how far it is."""
    print(text, file=sys.stderr, flush=True)


def table(heads, rows):
    """Markdown lines."""
    return ["| %s |" % " | ".join(heads), "|" + "---|" * len(heads),
            *["| %s |" % " | ".join(map(str, row)) for row in rows]]
