// SPDX-License-Identifier: MIT
// Only the callee is marked: its callers are outside, and not there.
// { mc-node "example::his_func" calls=3 depth=1 marked=1 }
// { mc-edge "(root) -> example::his_func" calls=3 }
// { mc-only-nodes } { mc-only-edges }
// { mc-check "node example::his_func rss_peak_bytes <= 1M" }
#include "../../examples/marked-callee.cc"
