// SPDX-License-Identifier: MIT
// Who calls whom, where a library that was built without the plugin changes stacks.
// { mc-xfail "a frame that is left while another stack is in use is taken for gone" }
// { mc-environment "MEMCALL_OPTIONS=time=all" }
// { mc-plain-library "../swapcontext-unseen.d/switch.c" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> turn" calls=5001 }
// { mc-edge "turn -> body" calls=1 }
// { mc-edge "turn -> between" calls=5001 }
// { mc-edge "body -> deeper" calls=5000 }
// { mc-edge "deeper -> deeper" calls=7500 }
// { mc-edge "deeper -> inside" calls=10000 }
// { mc-only-edges }
#include "swapcontext-unseen.c"
