# SPDX-License-Identifier: MIT
"""The parts of testsuite/run-cases, each using only those above it:

    (this)         how a case can end
    directives     what a case says about itself, and whether it says it right
    expectations   a graph and an output against that
    sanitizers     what programs need to run with them, and what they found
    program        builds, runs and checks a case that is a program
    script         runs a case that is a shell script

run-cases itself chooses cases, schedules them and reports.
"""

import os

SUITE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TIMEOUT_SECONDS = 300


class CaseError(Exception):
    """The case itself is wrong: an unknown word, a bad value."""


class Failure(Exception):
    """An expectation is not met."""


class Skip(Exception):
    """The case cannot run here; the message says why."""
