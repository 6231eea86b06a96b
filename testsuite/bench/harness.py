# SPDX-License-Identifier: MIT
"""What the parts of `times` share: a folder to work in, programs run in it as
root or as an ordinary user, and a load beside them."""
import contextlib
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
LOOPS = 4  # that run beside a program

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
        self.folder = tempfile.mkdtemp(prefix="memcall-times-")
        os.chmod(self.folder, 0o755)
        for name in ("memcall.so", "memcall-gcc.so", "libmemcall.so",
                     "memcall"):
            built = os.path.join(args.build, name)
            if not os.path.exists(built):
                raise Failure("no %s: run `make` first" % built)
            shutil.copy(built, self.folder)
        for who in (ROOT, USER):
            os.mkdir(self.path(who))
        if os.geteuid() == 0:
            os.chown(self.path(USER), NOBODY, NOBODY)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def remove(self):
        shutil.rmtree(self.folder)

    def compiler(self, sources):
        cxx = any(source.endswith((".cc", ".cpp")) for source in sources)
        return re.sub("gcc(?=[^/]*$)", "g++", self.args.cc) if cxx \
            else self.args.cc

    def plugin(self, *words):
        return ["-fplugin=" + self.path("memcall.so"),
                *["-fplugin-arg-memcall-" + word for word in words]]

    def compile(self, name, sources, flags):
        """The program: the same flags for all, and addresses that are those
        of the file."""
        program = self.path(name)
        run([self.compiler(sources), "-O2", "-g", "-w", "-no-pie", "-fno-pie",
             *flags, *sources, "-lm", "-pthread", "-o", program])
        return program

    def measure(self, command, who=ROOT, **variables):
        """One run, without its profile."""
        options = {}
        if who == USER and os.geteuid() == 0:
            options = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.monotonic()
        out, _ = run(command, cwd=self.path(who),
                     env=environment(HOME=self.path(who), **variables),
                     **options)
        wall = time.monotonic() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = (after.ru_utime + after.ru_stime -
               before.ru_utime - before.ru_stime)
        return Run(out.decode(errors="replace"), cpu, wall, None)

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
            loop = subprocess.Popen([sys.executable, "-c", "while True: pass"])
            os.sched_setaffinity(loop.pid, [processors[i % len(processors)]])
            loops.append(loop)
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()
        os.sched_setaffinity(0, allowed)


def tell(text):
    """Says on the terminal how far it is."""
    print(text, file=sys.stderr, flush=True)


def table(heads, rows):
    """Markdown lines."""
    return ["| %s |" % " | ".join(heads), "|" + "---|" * len(heads),
            *["| %s |" % " | ".join(map(str, row)) for row in rows]]
