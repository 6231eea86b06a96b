# SPDX-License-Identifier: MIT
# A static program adds -lmemcall, and needs nothing else; its threads are
# followed.  Without -lmemcall it runs unrecorded.
. "$MEMCALL_LIB"
unsanitized any "sanitizers cannot be linked into static programs"
cat >threads.c <<'END'
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
static int leaf(int n) { return n + 1; }
static void *start(void *argument)
{
	char *block = malloc(1 << 20);

	block[leaf(0)] = 1;
	free(block);
	return argument;
}
__attribute__((profile)) int work(int n)
{
	pthread_t thread;

	for (int i = 0; i < n; i++)
		if (pthread_create(&thread, NULL, start, NULL) ||
		    pthread_join(thread, NULL))
			return 1;
	return leaf(n);
}
int main(void)
{
	printf("%d\n", work(3));
	return 0;
}
END
# Nothing in it refers to the recorder but what the plugin has put there.
cat >plain.c <<'END'
static int leaf(int n) { return n + 1; }
__attribute__((profile)) int work(int n) { return leaf(n); }
int main(void) { return work(3); }
END
cat >much.cc <<'END'
#include <csetjmp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
static volatile int sum;
static jmp_buf env;
static thread_local int used;
static void leaf() { sum = sum + 1; }
static void throws(int n) { used++; throw std::runtime_error(n ? "a" : "b"); }
static void jumps(int n)
{
	if (n)
		jumps(n - 1);
	else
		longjmp(env, 1);
	sum = sum + 1000;
}
static void handler(int) { leaf(); }
static void body()
{
	for (int i = 0; i < 10; i++)
		leaf();
}
static void in_child()
{
	for (int i = 0; i < 33; i++)
		leaf();
}
__attribute__((profile)) void work()
{
	int status;
	for (int i = 0; i < 100; i++) {
		try {
			throws(i);
		} catch (std::exception &) {
			leaf();
		}
	}
	for (volatile int i = 0; i < 100; i++) {
		if (!setjmp(env))
			jumps(4);
		else
			leaf();
	}
	signal(SIGUSR1, handler);
	for (int i = 0; i < 50; i++)
		raise(SIGUSR1);
	std::thread thread(body);
	thread.join();
	if (!fork()) {
		in_child();
		exit(0);
	}
	wait(&status);
}
int main()
{
	work();
	std::printf("%d\n", sum);
	return 7;
}
END
cat >told.c <<'END'
#include <aio.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>
static atomic_int told;
static void expired(union sigval value) { told += value.sival_int; }
static void written(union sigval value) { told += value.sival_int; }
static struct sigevent ask(void (*function)(union sigval), int value)
{
	struct sigevent event = {.sigev_notify = SIGEV_THREAD};
	event.sigev_notify_function = function;
	event.sigev_value.sival_int = value;
	return event;
}
__attribute__((profile)) int work(void)
{
	struct itimerspec soon = {.it_value = {0, 1000}};
	struct sigevent event = ask(expired, 10);
	struct aiocb request = {.aio_fildes = 1, .aio_buf = ""};
	timer_t timer;

	request.aio_sigevent = ask(written, 3);
	if (timer_create(CLOCK_MONOTONIC, &event, &timer) ||
	    aio_write(&request))
		return 1;
	timer_settime(timer, 0, &soon, NULL);
	while (told < 13)
		usleep(1000);
	return aio_return(&request);
}
int main(void)
{
	int error = work();
	printf("%d\n", told);
	return error;
}
END
build() {
	run $CC -g "$plugin" threads.c "$@" -o program
	expect_status 0
	expect_silence
}
four() {
	expect_status 0
	expect_line out 4
	expect_silence
}
for kind in -static -static-pie; do
	for level in -O0 -O2; do
		build $level $kind -L"$MEMCALL_BUILD" -lmemcall
		run ./program
		four
		rm -f out.memcall
		MEMCALL_OUT=out.memcall run ./program
		four
		expect_calls out.memcall leaf 4
		expect_edge out.memcall work start 3
		MEMCALL_OUT=out.dot run ./program
		four
		expect_file out.dot
		build $level $kind
		MEMCALL_OUT=unseen.memcall run ./program
		four
		expect_no_file unseen.memcall
	done
done

for kind in -static -static-pie '-static -flto' '-static -Wl,--gc-sections'; do
	for level in -O0 -O2; do
		run $CC $level -g "$plugin" plain.c $kind -o program \
			-L"$MEMCALL_BUILD" -lmemcall
		expect_status 0
		MEMCALL_OUT=plain.memcall run ./program
		expect_status 4
		expect_silence
		expect_edge plain.memcall work leaf 1

		run $CC $level -g "$plugin" told.c $kind -o program \
			-L"$MEMCALL_BUILD" -lmemcall
		expect_status 0
		MEMCALL_OUT=told.memcall run ./program
		expect_status 0
		printf '13\n' | expect_text out
		expect_edge told.memcall work expired 1
		expect_edge told.memcall work written 1

		run $CXX $level -g "$plugin" much.cc $kind -o program \
			-pthread -L"$MEMCALL_BUILD" -lmemcall
		expect_status 0
		to=much.memcall
		compare ./program
		expect_status 7
		expect_silence
		printf '260\n' | expect_text out
		expect_edge much.memcall '(root)' work 1
		expect_edge much.memcall work throws 100
		expect_edge much.memcall work jumps 100
		expect_edge much.memcall jumps jumps 400
		expect_edge much.memcall work leaf 200
		expect_edge much.memcall work handler 50
		expect_edge much.memcall handler leaf 50
		expect_edge much.memcall work body 1
		expect_edge much.memcall body leaf 10
		ls much.*.memcall >files
		expect_lines files 1
		expect_edge "$(cat files)" work in_child 1
		expect_edge "$(cat files)" in_child leaf 33
		rm ./*.memcall
	done
done

# Fortran's library closes its units when the program ends.
cat >closes.f90 <<'END'
program closes
  print *, work(3)
contains
  integer function work(n)
    integer, intent(in) :: n
    work = n + 1
  end function
end program
END
fortran=gfortran-$($CC -dumpversion | cut -d. -f1)
! command -v "$fortran" >/dev/null ||
	[ "$($fortran -dumpmachine)" != "$($CC -dumpmachine)" ] || {
	run "$fortran" -O2 -g "$plugin" -fplugin-arg-memcall-root='*work' \
		closes.f90 -static -o program -L"$MEMCALL_BUILD" -lmemcall
	expect_status 0
	MEMCALL_OUT=closes.memcall run ./program
	expect_status 0
	expect_silence
	expect_edge closes.memcall '(root)' closes::work 1
}

# What OpenMP's other threads do in a static program is not recorded.
cat >team.c <<'END'
static int leaf(int n) { return n & 1; }
__attribute__((profile)) int work(int n)
{
	int sum = 0;
#pragma omp parallel for schedule(static) reduction(+ : sum) num_threads(4)
	for (int i = 0; i < n; i++)
		sum += leaf(i);
	return sum;
}
int main(void) { return work(400) != 200; }
END
run $CC -O2 -g "$plugin" team.c -fopenmp -static -o program \
	-L"$MEMCALL_BUILD" -lmemcall
expect_status 0
MEMCALL_OUT=team.memcall OMP_DYNAMIC=false run ./program
expect_status 0
expect_silence
expect_edge team.memcall work leaf 100
