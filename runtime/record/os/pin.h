/* SPDX-License-Identifier: MIT */
/*
 * Keeps a file open that has no descriptor.
 *
 * A descriptor of the recorder's could be seen by the program: numbers are
 * short, and programs that become daemons close all of them.  So a ring of
 * io_uring(7) holds the file, and a mapping of a page holds that ring.
 */
#ifndef MC_PIN_H
#define MC_PIN_H

#include <stddef.h>

struct mc_pin {
	void *memory; /* NULL: holds nothing */
	size_t bytes;
};

/* Keeps the file of FD open until mc_pin_release; FD can be closed.  Returns 0
   or -errno: io_uring is refused, as in most containers.  A forked child does
   not hold it.  Under the guard. */
int mc_pin_file(struct mc_pin *pin, int fd);

/* Lets the file go, if PIN holds one.  Any time, keeps errno. */
void mc_pin_release(struct mc_pin *pin);

#endif
