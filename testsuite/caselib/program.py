# SPDX-License-Identifier: MIT
"""Builds, runs and checks a case that is a program, at one level.

The program is run with recording off, which gives the reference for output and
status, and on.  What the case does not ask for must not show: the compiler says
nothing, the output is the same, no file appears.
"""
import collections
import glob
import os
import re
import shlex
import shutil
import subprocess
import time

from caselib import (CaseError, Failure, Skip, TIMEOUT_SECONDS, languages,
                     sanitizers)
from caselib.expectations import Checker, describe
from dumped import Dump, DumpError

Done = collections.namedtuple("Done", "status stdout stderr")

# The edges of a graph in DOT, as gvpr reads them.
EDGES = ('BEG_G{$tvtype = TV_flat} E{if (aget($, "calls") != "") '
         'printf("%s\\t%s\\t%s\\t%s\\n", aget($.tail, "function"), '
         'aget($.head, "function"), aget($, "kind"), aget($, "calls"));}')


class ProgramJob:
    """A case at one level, in a folder of its own."""

    def __init__(self, case, level, args, looks_at_dot):
        self.case = case
        self.language = languages.name(case.path)
        self.level = level
        self.args = args
        self.looks_at_dot = looks_at_dot
        self.label = case.name + (" " + level if level else "")
        self.is_alone = bool(case.settings["alone"])
        self.folder = os.path.join(
            args.build, "cases", re.sub(r"[^\w.+-]+", "", case.name +
                                        level.replace(" ", "")))
        self.again = ["--levels", level, case.name]
        self.commands = []  # those run so far, as one would type them
        self.profile = None

    def run(self):
        """(outcome, message): passed, failed, skipped or xfailed."""
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        expected = self.case.settings["xfail"]
        try:
            self.check_sanitizable()
            self.check_emulated()
            self.check_compiler_flags()
            self.check()
            sanitizers.check_reports(self.folder)
        except Skip as skip:
            return "skipped", str(skip)
        except (Failure, DumpError, CaseError) as failure:
            if expected and not isinstance(failure, CaseError):
                shutil.rmtree(self.folder)
                return "xfailed", expected[0]
            return "failed", "%s\n  the last command: %s" % (
                failure, self.commands[-1] if self.commands else "-")
        if expected:
            return "failed", "passes although marked mc-xfail: " + expected[0]
        if not self.args.keep:
            shutil.rmtree(self.folder)
        return "passed", ""

    def check(self):
        if self.args.no_plugin:
            if self.case.do != "refuse":
                self.build()
            if self.case.do == "run":
                self.check_reference(self.run_program(None))
            return
        self.check_compiler(self.build())
        if self.case.do != "run":
            return
        reference = self.run_program(None)
        self.check_reference(reference)
        if self.case.checks_graph:
            self.check_graph(reference)
        else:
            self.check_run(reference, self.run_program("out.memcall"))

    def check_graph(self, reference):
        done, dump = self.record()
        self.check_needs(dump)
        try:
            self.check_run(reference, done)
            Checker(self.case, dump, done.stdout).check()
        except Failure as failure:
            raise Failure("%s\n  the graph:\n%s" % (failure, describe(dump)))
        if self.looks_at_dot:
            self.check_dot(reference, dump)

    # where the case can run

    def check_sanitizable(self):
        """The case can run with the sanitizers that there are."""
        words = self.case.settings["unsanitized"]
        for name, reason in zip(words[::2], words[1::2]):
            if self.args.sanitize and name in self.args.sanitize + ["any"]:
                raise Skip(reason)

    def check_compiler_flags(self):
        """The compiler, which may be for another processor, knows the level
        and the options, and the processor is the case's, if it has one."""
        compiler = languages.find_compiler(self.case.path, self.args)
        if not self.case.path.endswith((".c", ".cc")):
            compiler = self.args.cc
        done = subprocess.run(
            [compiler, *self.level.split(),
             *(word for word in self.case.words("options")
               if word.startswith(("-f", "-m"))),
             "-fPIC", "-S", "-o", os.devnull, "-x", "c", os.devnull],
            stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            raise Skip(re.sub(".*error: |.*unimplemented: ", "",
                              done.stderr.split("\n")[0]))
        wanted = self.case.settings["machine"]
        if wanted and not subprocess.run(
                [compiler, "-dumpmachine"], stdout=subprocess.PIPE,
                text=True).stdout.startswith(wanted[0]):
            raise Skip(wanted[1])

    def check_emulated(self):
        """The case can run in an emulator of the processor, if it is to."""
        for reason in self.case.settings["native"]:
            if os.environ.get("TEST_EMULATOR"):
                raise Skip(reason)

    def check_needs(self, dump):
        """Memory has been watched in the ways that the case depends on."""
        granted = str(dump.profile.get("gate", "")).split("+")
        for part in self.case.settings["need"] or ():
            if part not in granted:
                raise Skip("memory is watched without %s here" % part)

    # commands

    def path(self, name):
        return os.path.join(self.folder, name)

    def execute(self, command, env=None):
        """Runs a command in the folder, and notes it for the message."""
        self.commands.append(" ".join(shlex.quote(word) for word in command))
        try:
            done = subprocess.run(
                command, cwd=self.folder, env=env, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                timeout=TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            raise Failure("still running after %d s: %s" % (
                TIMEOUT_SECONDS, self.commands[-1]))
        return Done(done.returncode, done.stdout.decode(errors="replace"),
                    done.stderr.decode(errors="replace"))

    def memcall(self, *arguments):
        env = dict(os.environ,
                   **sanitizers.environment(self.args, self.folder))
        done = self.execute([os.path.join(self.args.build, "memcall"),
                             *arguments], env)
        if done.status or done.stderr:
            raise Failure("memcall %s exits with %d: %s" % (
                " ".join(arguments), done.status, done.stderr))
        return done.stdout

    # building

    def plugin_flags(self, has_plugin):
        if self.args.no_plugin or not has_plugin:
            return ["-Wno-attributes"]
        return ["-fplugin=" + os.path.join(self.args.build, "memcall.so")] + [
            "-fplugin-arg-memcall-" + word
            for word in self.case.words("plugin")]

    def compiler_environment(self):
        """The plugin is sanitized, too, but for threads, which it has not."""
        if "thread" in self.args.sanitize:
            return None
        return dict(os.environ, **sanitizers.environment(self.args,
                                                         self.folder))

    def level_flags(self):
        """With a plain -flto GCC would say that it goes on one by one."""
        return ["-flto=auto" if flag == "-flto" else flag
                for flag in self.level.split()]

    def compile(self, source, extra, has_plugin=True):
        """Runs the compiler on one source; what it said on stderr."""
        flags = (self.level_flags() + ["-g"] + self.args.options +
                 self.case.words("options") + self.plugin_flags(has_plugin))
        done = self.execute(languages.compile_command(
            source, languages.find_compiler(source, self.args), flags, extra),
            self.compiler_environment())
        if self.case.do == "refuse":
            if done.status == 0:
                raise Failure("the compiler accepts " + source)
        elif done.status:
            raise Failure("the compiler fails: " + done.stderr)
        return done.stderr

    def build_libraries(self):
        """The shared libraries of the case; what to link with them."""
        link, said = [], ""
        for word, has_plugin in ("library", True), ("plain-library", False):
            for name in self.case.words(word):
                stem = os.path.splitext(name)[0]
                said += self.compile(
                    os.path.join(self.case.folder, name),
                    ["-fPIC", "-shared", "-o", "lib%s.so" % stem], has_plugin)
                link += ["-L.", "-l" + stem]
        return link + (["-Wl,-rpath,$ORIGIN"] if link else []), said

    def link(self, objects, libraries, is_cxx):
        done = self.execute([self.args.cxx if is_cxx else self.args.cc] +
                            self.level_flags() + self.args.options +
                            self.case.words("options") + objects + libraries +
                            ["-o", "program"])
        if done.status:
            raise Failure("the link fails: " + done.stderr)
        return done.stderr

    def build(self):
        """Builds the program; what the compiler said."""
        case = self.case
        if case.do != "run":
            return self.compile(case.path, ["-c", "-o", "unit.o"])
        libraries, said = self.build_libraries()
        units = [(os.path.join(case.folder, name), word == "sources")
                 for word in ("sources", "plain") for name in case.words(word)]
        if not units:
            return said + self.compile(case.path,
                                       ["-o", "program"] + libraries)
        units.insert(0, (case.path, True))
        objects = []
        for path, has_plugin in units:
            objects.append("unit%d.o" % len(objects))
            said += self.compile(path, ["-c", "-o", objects[-1]], has_plugin)
        is_cxx = any(not path.endswith(".c") for path, _ in units)
        return said + self.link(objects, libraries, is_cxx)

    def check_compiler(self, said):
        patterns = self.case.patterns("compiler")
        for pattern in patterns:
            if not re.search(pattern, said, re.M):
                raise Failure("the compiler does not say %s, but: %s" % (
                    pattern, said))
        if said and not patterns:
            raise Failure("the compiler says: " + said)

    # running

    def run_program(self, out):
        env = {key: value for key, value in os.environ.items()
               if not key.startswith("MEMCALL_")}
        env.update(sanitizers.environment(self.args, self.folder))
        env.update(word.split("=", 1)
                   for word in self.case.words("environment"))
        if out:
            env["MEMCALL_OUT"] = self.path(out)
        return self.execute(["./program"] + self.case.words("run"), env)

    def check_reference(self, reference):
        """What can be said of the program without recording."""
        expected = self.case.status() or 0
        if reference.status != expected:
            raise Failure("without recording, exit status %d, expected %d: %s"
                          % (reference.status, expected, reference.stderr))
        lines = reference.stdout.splitlines()
        for wanted in self.case.patterns("stdout"):
            if wanted not in lines:
                raise Failure("no line %s on stdout: %s" % (
                    wanted, reference.stdout))
        strays = glob.glob(self.path("*memcall*"))
        if strays:
            raise Failure("files appear without MEMCALL_OUT: %s" % strays)

    def check_run(self, reference, done):
        """Recording must not show, but for what the case expects."""
        expected = self.case.status()
        if expected is not None and done.status != expected:
            raise Failure("exit status %d, expected %d: %s" % (
                done.status, expected, done.stderr))
        if done.status != reference.status:
            raise Failure("exit status %d, without recording %d: %s" % (
                done.status, reference.status, done.stderr))
        if done.stdout != reference.stdout:
            raise Failure("stdout is\n%s\nwithout recording\n%s" % (
                done.stdout, reference.stdout))
        patterns = self.case.patterns("stderr")
        for pattern in patterns:
            if not re.search(pattern, done.stderr, re.M):
                raise Failure("no %s on stderr: %s" % (pattern, done.stderr))
        if not patterns and done.stderr != reference.stderr:
            raise Failure("stderr is\n%s\nwithout recording\n%s" % (
                done.stderr, reference.stderr))

    def record(self):
        """Runs with the raw profile kept, and dumps it."""
        start = time.monotonic()
        done = self.run_program("out.memcall")
        seconds = time.monotonic() - start
        self.profile = "out.memcall"
        if not os.path.exists(self.path(self.profile)):
            self.profile = "out.memcall.memcall"
        if not os.path.exists(self.path(self.profile)):
            raise Failure("no profile was written: " + done.stderr)
        text = self.memcall("dump", self.profile)
        with open(self.path("dump.txt"), "w") as out:
            out.write(text)
        dump = Dump(text)
        dump.check_sense(seconds)
        return done, dump

    # the graph in DOT

    def check_dot(self, reference, dump):
        """FILE.dot is written, is a graph, and has the dump's counts."""
        self.check_run(reference, self.run_program("graph.dot"))
        is_left = os.path.exists(self.path("graph.dot.memcall"))
        if self.case.settings["abrupt"]:
            if not is_left:
                raise Failure("no graph.dot.memcall was left")
            self.memcall("convert", "graph.dot.memcall", "-o", "graph.dot")
        elif is_left:
            raise Failure("graph.dot.memcall was left")
        if not os.path.exists(self.path("graph.dot")):
            raise Failure("no graph.dot was written")
        if shutil.which("dot"):
            done = self.execute(["dot", "-Tsvg", "graph.dot", "-o",
                                 "graph.svg"])
            if done.status or done.stderr:
                raise Failure("dot refuses the graph: " + done.stderr)
        if shutil.which("gvpr"):
            self.memcall("convert", self.profile, "-o", "converted.dot")
            self.compare_dot("converted.dot", dump)

    def compare_dot(self, graph, dump):
        """The edges of the graph, as gvpr reads them, are the dump's."""
        drawn = {}
        for line in self.execute(["gvpr", EDGES, graph]).stdout.splitlines():
            caller, callee, kind, calls = line.split("\t")
            drawn[caller or None, callee, kind or None] = calls
        wanted = {key: str(edge.get("calls"))
                  for key, edge in dump.edges.items()}
        if drawn != wanted:
            raise Failure("%s and the dump differ: %s" % (
                graph, sorted(set(drawn.items()) ^ set(wanted.items()),
                              key=str)))
