/* SPDX-License-Identifier: MIT */
/* MEMCALL_OPTIONS=flush=SIGNAL and record=SIGNAL. */
#ifndef MC_SIGNALS_H
#define MC_SIGNALS_H

/* Sets handlers up for the signals that were asked for.  Under the guard. */
void mc_signals_init(void);

#endif
