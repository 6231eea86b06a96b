// SPDX-License-Identifier: MIT
// A marked method and what it calls; the peaks are of the arrays held at once.
// { mc-native "QEMU has memory of its own, which counts" }
// { mc-unsanitized any "memory grows by other amounts with a sanitizer's allocator" }
// { mc-node "example::my_func" calls=1 depth=1 marked=1 }
// { mc-node "example::his_func" calls=3 marked=1 }
// { mc-node "example::your_func" calls=1 marked=0 }
// { mc-edge "(root) -> example::my_func" calls=1 }
// { mc-edge "example::my_func -> example::his_func" calls=2 }
// { mc-edge "example::my_func -> example::your_func" calls=1 }
// { mc-edge "example::your_func -> example::his_func" calls=1 }
// { mc-only-nodes } { mc-only-edges }
// { mc-check "node example::your_func rss_peak_bytes = 168000000~2%" }
// { mc-check "node example::my_func rss_peak_bytes = 176000000~2%" }
// { mc-check "node example::my_func rss_bytes = 8000000~5%" }
// { mc-check "node example::my_func self_ns <= node example::my_func total_ns" }
// { mc-check "edge example::my_func -> example::your_func total_ns <= edge (root) -> example::my_func total_ns" }
// { mc-check "node example::his_func min_ns <= node example::his_func max_ns" }
#include "../../examples/one-method.cc"
