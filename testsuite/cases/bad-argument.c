// SPDX-License-Identifier: MIT
// An unknown plugin argument is an error that names the valid ones.
// { mc-do refuse }
// { mc-levels "-O2" }
// { mc-plugin "rot=main" }
// { mc-compiler "error: .*rot.*" }
// { mc-compiler "(?=.*\broot\b)(?=.*\bscope\b)(?=.*\bskip\b)(?=.*\bheaders\b)(?=.*\bverbose\b)" }
int f(void);
