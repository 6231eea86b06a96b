// SPDX-License-Identifier: MIT
// Recursion is one node with an edge to itself; its total is the outermost's.
// { mc-unsanitized any "memory grows by other amounts with a sanitizer's allocator" }
// { mc-node "example::my_func" calls=1 }
// { mc-node "example::your_func" calls=1 }
// { mc-node "example::her_func" calls=4 depth=4 }
// { mc-node "example::his_func" calls=6 depth=1 }
// { mc-edge "(root) -> example::my_func" calls=1 }
// { mc-edge "example::my_func -> example::her_func" calls=1 }
// { mc-edge "example::her_func -> example::her_func" calls=3 }
// { mc-edge "example::her_func -> example::his_func" calls=3 }
// { mc-edge "example::my_func -> example::his_func" calls=2 }
// { mc-edge "example::my_func -> example::your_func" calls=1 }
// { mc-edge "example::your_func -> example::his_func" calls=1 }
// { mc-only-nodes } { mc-only-edges }
// { mc-check "node example::her_func total_ns <= node example::my_func total_ns" }
// { mc-check "edge example::her_func -> example::her_func total_ns <= node example::her_func total_ns" }
// { mc-check "node example::her_func rss_peak_bytes = 32000000~5%" }
#include "../../examples/recursion.cc"
