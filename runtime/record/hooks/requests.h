/* SPDX-License-Identifier: MIT */
/*
 * Follows the threads that the C library starts when a single request of
 * recorded code is done (aio_read, aio_write, aio_fsync, lio_listio with
 * SIGEV_THREAD), as notify.h does.  Any thread.
 */
#ifndef MC_REQUESTS_H
#define MC_REQUESTS_H

/* Points the got slots of all modules that are loaded by now here.  Under the
   guard. */
void mc_requests_patch(void);

#endif
