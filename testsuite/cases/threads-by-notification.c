// SPDX-License-Identifier: MIT
// Threads that the C library starts to tell of something (SIGEV_THREAD): what
// they call is called by the function that asked.  The program's requests stay
// as they are.
// { mc-native "QEMU aborts, recorded or not" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> timers" calls=1 }
// { mc-edge "work -> queue" calls=1 }
// { mc-edge "work -> names" calls=1 }
// { mc-edge "work -> requests" calls=1 }
// { mc-edge "work -> list" calls=1 }
// { mc-edge "timers -> expired" kind=thread calls=300 }
// { mc-edge "queue -> arrived" kind=thread calls=1 }
// { mc-edge "names -> found" kind=thread calls=1 }
// { mc-edge "requests -> done" kind=thread calls=300 }
// { mc-edge "list -> done" kind=thread calls=100 }
// { mc-edge "list -> all_done" kind=thread calls=1 }
// { mc-edge "expired -> note" calls=300 }
// { mc-edge "arrived -> note" calls=1 }
// { mc-edge "found -> note" calls=1 }
// { mc-edge "done -> note" calls=400 }
// { mc-edge "all_done -> note" calls=1 }
// { mc-only-edges }
// { mc-check "profile lost = 0" }
// { mc-stdout "timers 300" }
// { mc-stdout "queue 1" }
// { mc-stdout "names 1" }
// { mc-stdout "requests 300, as they were" }
// { mc-stdout "list 101, as they were" }
#define _GNU_SOURCE
#include <aio.h>
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <netdb.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static atomic_int notes;

static void note(void)
{
	notes++;
}

static void expired(union sigval value)
{
	if (value.sival_int < 300)
		note();
}

static void arrived(union sigval value)
{
	if (!value.sival_ptr)
		note();
}

static void found(union sigval value)
{
	if (value.sival_ptr == &notes)
		note();
}

static void all_done(union sigval value)
{
	if (value.sival_ptr == &notes)
		note();
}

/* The request that is done is VALUE, as its results say. */
static void done(union sigval value)
{
	struct aiocb *request = value.sival_ptr;

	if (aio_error(request) == 0 &&
	    request->aio_sigevent.sigev_value.sival_ptr == request)
		note();
}

__attribute__((no_instrument_function)) static struct sigevent ask(
	void (*function)(union sigval), void *value)
{
	struct sigevent event = {.sigev_notify = SIGEV_THREAD};

	event.sigev_notify_function = function;
	event.sigev_value.sival_ptr = value;
	return event;
}

__attribute__((no_instrument_function)) static void await(const char *what,
							  int n)
{
	for (int i = 0; i < 20000 && notes < n; i++)
		usleep(1000);
	printf("%s %d", what, notes);
	notes = 0;
}

static void timers(void)
{
	struct itimerspec soon = {.it_value = {0, 1000}};
	timer_t timer[300];

	for (int i = 0; i < 300; i++) {
		struct sigevent event = ask(expired, NULL);

		event.sigev_value.sival_int = i % 3;
		if (timer_create(CLOCK_MONOTONIC, &event, &timer[i]) ||
		    event.sigev_notify_function != expired)
			abort();
		timer_settime(timer[i], 0, &soon, NULL);
	}
	await("timers", 300);
	puts("");
	for (int i = 0; i < 300; i++)
		timer_delete(timer[i]);
}

static void queue(void)
{
	struct mq_attr attributes = {.mq_maxmsg = 2, .mq_msgsize = 8};
	struct sigevent event = ask(arrived, NULL);
	char name[32];
	mqd_t mq;

	snprintf(name, sizeof(name), "/memcall-%d", (int)getpid());
	mq = mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &attributes);
	if (mq == (mqd_t)-1 || mq_notify(mq, &event))
		abort();
	mq_send(mq, "x", 1, 0);
	await("queue", 1);
	puts("");
	mq_close(mq);
	mq_unlink(name);
}

static void names(void)
{
	struct addrinfo hints = {.ai_flags = AI_NUMERICHOST};
	struct gaicb name = {.ar_name = "127.0.0.1", .ar_request = &hints};
	struct gaicb *one[] = {&name};
	struct sigevent event = ask(found, &notes);

	if (getaddrinfo_a(GAI_NOWAIT, one, 1, &event))
		abort();
	await("names", 1);
	puts("");
	freeaddrinfo(name.ar_result);
}

/* Waits for REQUEST, which is to have moved N bytes. */
__attribute__((no_instrument_function)) static int finish(
	struct aiocb *request, const struct aiocb *like, ssize_t n)
{
	const struct aiocb *one[] = {request};
	int is_same = !memcmp(&request->aio_sigevent, &like->aio_sigevent,
			      sizeof(request->aio_sigevent));

	while (aio_error(request) == EINPROGRESS)
		aio_suspend(one, 1, NULL);
	return is_same && aio_error(request) == 0 && aio_return(request) == n;
}

static void requests(void)
{
	static struct aiocb request[300], like[300];
	static char text[300][8];
	FILE *file = tmpfile();
	int right = 0;

	for (int i = 0; i < 300; i++) {
		request[i].aio_fildes = fileno(file);
		request[i].aio_buf = text[i];
		request[i].aio_nbytes = 8;
		request[i].aio_offset = 8 * (i / 3);
		request[i].aio_sigevent = ask(done, &request[i]);
		like[i] = request[i];
		if (i % 3 == 0)
			aio_write(&request[i]);
		else if (i % 3 == 1)
			aio_fsync(O_SYNC, &request[i]);
		else
			aio_read(&request[i]);
		right += finish(&request[i], &like[i], i % 3 == 1 ? 0 : 8);
	}
	await("requests", 300);
	puts(right == 300 ? ", as they were" : ", not as they were");
	fclose(file);
}

static void list(void)
{
	static struct aiocb request[100], like[100];
	static struct aiocb *all[100];
	static char text[8];
	struct sigevent event = ask(all_done, &notes);
	int fd = open("/dev/zero", O_RDONLY);
	int right = 0;

	for (int i = 0; i < 100; i++) {
		request[i].aio_fildes = fd;
		request[i].aio_buf = text;
		request[i].aio_nbytes = 8;
		request[i].aio_lio_opcode = LIO_READ;
		request[i].aio_sigevent = ask(done, &request[i]);
		like[i] = request[i];
		all[i] = &request[i];
	}
	lio_listio(LIO_NOWAIT, all, 100, &event);
	for (int i = 0; i < 100; i++)
		right += finish(&request[i], &like[i], 8);
	await("list", 101);
	puts(right == 100 ? ", as they were" : ", not as they were");
	close(fd);
}

__attribute__((profile)) void work(void)
{
	timers();
	queue();
	names();
	requests();
	list();
}

int main(void)
{
	work();
	return 0;
}
