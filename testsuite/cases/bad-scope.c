// SPDX-License-Identifier: MIT
// A bad value of scope is an error that names the valid ones.
// { mc-do refuse }
// { mc-levels "-O2" }
// { mc-plugin "scope=everything" }
// { mc-compiler "error: .*scope.*everything" }
// { mc-compiler "(?=.*\bprogram\b)(?=.*\bunit\b)" }
int f(void);
