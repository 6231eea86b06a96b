// SPDX-License-Identifier: MIT
// Methods of one name in two classes are two children of the root.
// { mc-node "example::my_func" calls=1 }
// { mc-node "example2::my_func" calls=1 }
// { mc-node "example::his_func" calls=3 }
// { mc-node "example::your_func" calls=1 }
// { mc-edge "(root) -> example::my_func" calls=1 }
// { mc-edge "(root) -> example2::my_func" calls=1 }
// { mc-edge "example::my_func -> example::his_func" calls=2 }
// { mc-edge "example::my_func -> example::your_func" calls=1 }
// { mc-edge "example::your_func -> example::his_func" calls=1 }
// { mc-only-nodes } { mc-only-edges }
// { mc-check "profile total_ns = edge (root) -> example::my_func total_ns + edge (root) -> example2::my_func total_ns" }
#include "../../examples/two-classes.cc"
