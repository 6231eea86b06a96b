# SPDX-License-Identifier: MIT
"""Runs a case that is a shell script; testsuite/lib.sh is its half of this."""
import os
import shutil
import signal
import subprocess
import tempfile

from caselib import Failure, SUITE, TIMEOUT_SECONDS, sanitizers

SKIPPED = 77  # the exit status of `skip`
CHECKED = ".checked"  # a file that is there if something was checked


class ScriptJob:
    """One script, in a folder of its own."""

    is_alone = False
    language = "scripts"

    def __init__(self, path, args):
        self.path = path
        self.args = args
        self.label = os.path.splitext(os.path.basename(path))[0]
        self.folder = os.path.join(args.build, "cases", self.label)
        self.again = [self.label]  # the arguments that run it again

    def run(self):
        """(outcome, message): passed, failed or skipped."""
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        status, text = self.execute()
        if status is None:
            return "failed", "%s\n  still running after %d s" % (
                text, TIMEOUT_SECONDS)
        if status == SKIPPED:
            shutil.rmtree(self.folder)
            return "skipped", text.split("\n")[-1]
        if status:
            return "failed", "%s\n  exit status %d" % (text, status)
        try:
            sanitizers.check_reports(self.folder)
        except Failure as failure:
            return "failed", str(failure)
        if not os.path.exists(os.path.join(self.folder, CHECKED)):
            return "failed", "checks nothing"
        if not self.args.keep:
            shutil.rmtree(self.folder)
        return "passed", ""

    def environment(self):
        env = {key: value for key, value in os.environ.items()
               if not key.startswith("MEMCALL_")}
        env.update(MEMCALL_BUILD=self.args.build,
                   CC=" ".join([self.args.cc] + self.args.options),
                   CXX=" ".join([self.args.cxx] + self.args.options),
                   MEMCALL_LIB=os.path.join(SUITE, "lib.sh"),
                   MEMCALL_SOURCE=os.path.dirname(SUITE))
        env.update(sanitizers.environment(self.args, self.folder))
        if "thread" in self.args.sanitize:
            # It crashes shells; lib.sh has it loaded by what is run.
            env["launch"] = "env LD_PRELOAD=" + env.pop("LD_PRELOAD")
        return env

    def execute(self):
        """Its exit status, None if it had to be stopped, and what it said.
        What it left running in the background ends with it."""
        with tempfile.TemporaryFile() as output:
            script = subprocess.Popen(
                ["sh", "-eu", self.path], cwd=self.folder,
                env=self.environment(), stdin=subprocess.DEVNULL,
                stdout=output, stderr=subprocess.STDOUT,
                start_new_session=True)
            try:
                status = script.wait(TIMEOUT_SECONDS)
            except subprocess.TimeoutExpired:
                status = None
            try:
                os.killpg(script.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass  # all have ended
            script.wait()
            output.seek(0)
            return status, output.read().decode(errors="replace").strip()
