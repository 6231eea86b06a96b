// SPDX-License-Identifier: MIT
#include "../stacks-by-assembly.d/switch.c"
