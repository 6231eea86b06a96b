/* SPDX-License-Identifier: MIT */
/*
 * Commands that the program does not notice.
 */
#include "record/os/spawn.h"
#include "recorder.h"
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int run_shell(const char *script)
{
	const char *const arguments[] = {"sh", "-c", script, NULL};

	return mc_spawn("/bin/sh", arguments);
}

MC_TEST(the_exit_status_comes_back)
{
	CU_ASSERT_EQUAL(run_shell("exit 0"), 0);
	CU_ASSERT_EQUAL(run_shell("exit 3"), 3);
	CU_ASSERT_EQUAL(run_shell("exit 255"), 255);
}

MC_TEST(a_command_that_is_missing_is_minus_one)
{
	const char *const arguments[] = {"none", NULL};

	CU_ASSERT_EQUAL(mc_spawn("/no/such/command", arguments), -1);
	CU_ASSERT_STRING_EQUAL(mc_spawn_failure(), "No such file or directory");
	CU_ASSERT_FALSE(mc_spawn_was_killed());
	CU_ASSERT_EQUAL(mc_spawn("/", arguments), -1);
	CU_ASSERT_EQUAL(mc_spawn("", arguments), -1);
}

MC_TEST(a_command_that_is_killed_is_minus_one)
{
	CU_ASSERT_EQUAL(run_shell("kill -KILL $$"), -1);
	CU_ASSERT_STRING_EQUAL(mc_spawn_failure(), "Killed");
	CU_ASSERT_TRUE(mc_spawn_was_killed());
	/* As the dynamic linker does. */
	CU_ASSERT_EQUAL(run_shell("exit 127"), -1);
	CU_ASSERT_PTR_NULL(mc_spawn_failure());
}

static volatile sig_atomic_t handled;

static void count_signal(int number)
{
	(void)number;
	handled++;
}

MC_TEST(the_program_sees_no_child)
{
	struct sigaction action = {.sa_handler = count_signal};
	struct sigaction usual;

	handled = 0;
	sigaction(SIGCHLD, &action, &usual);
	CU_ASSERT_EQUAL(run_shell("exit 5"), 5);
	CU_ASSERT_EQUAL(run_shell("kill -KILL $$"), -1);
	errno = 0;
	CU_ASSERT_EQUAL(waitpid(-1, NULL, WNOHANG), -1);
	CU_ASSERT_EQUAL(errno, ECHILD);
	errno = 0;
	CU_ASSERT_EQUAL(waitpid(-1, NULL, WNOHANG | __WALL), -1);
	CU_ASSERT_EQUAL(errno, ECHILD);
	sigaction(SIGCHLD, &usual, NULL);
	CU_ASSERT_EQUAL(handled, 0);
}

MC_TEST(a_child_of_the_program_is_left_to_it)
{
	pid_t child = fork();
	int status = 0;

	if (!child)
		_exit(9);
	CU_ASSERT_FATAL(child > 0);
	CU_ASSERT_EQUAL(run_shell("exit 5"), 5);
	CU_ASSERT_EQUAL(waitpid(-1, &status, 0), child);
	CU_ASSERT_EQUAL(WEXITSTATUS(status), 9);
}

MC_TEST(ignored_children_still_have_a_status)
{
	struct sigaction action = {.sa_handler = SIG_IGN};
	struct sigaction usual;

	sigaction(SIGCHLD, &action, &usual);
	CU_ASSERT_EQUAL(run_shell("exit 6"), 6);
	sigaction(SIGCHLD, &usual, NULL);
}

MC_TEST(the_programs_signals_are_as_before)
{
	struct sigaction action = {.sa_handler = count_signal};
	struct sigaction usual, after;
	sigset_t mine, now, before;

	handled = 0;
	sigaction(SIGUSR1, &action, &usual);
	sigemptyset(&mine);
	sigaddset(&mine, SIGUSR2);
	sigprocmask(SIG_SETMASK, &mine, &before);
	/* The command itself begins with the signals of a new program. */
	CU_ASSERT_EQUAL(run_shell("kill -USR2 $$; exit 7"), -1);
	CU_ASSERT_EQUAL(run_shell("kill -USR1 $$; exit 7"), -1);
	sigprocmask(SIG_SETMASK, &before, &now);
	sigaction(SIGUSR1, &usual, &after);
	CU_ASSERT_EQUAL(sigismember(&now, SIGUSR2), 1);
	CU_ASSERT_EQUAL(sigismember(&now, SIGUSR1), 0);
	CU_ASSERT_EQUAL(sigismember(&now, SIGTERM), 0);
#ifndef __SANITIZE_THREAD__ /* keeps what it is told in shared memory */
	CU_ASSERT_PTR_EQUAL(after.sa_handler, count_signal);
#endif
	CU_ASSERT_EQUAL(handled, 0);
}

MC_TEST(the_output_goes_to_standard_error)
{
	mc_recorder_capture();
	CU_ASSERT_EQUAL(run_shell("echo out; echo err >&2"), 0);
	CU_ASSERT_STRING_EQUAL(mc_recorder_captured(), "out\nerr\n");
}

MC_TEST(the_input_is_empty)
{
	CU_ASSERT_EQUAL(run_shell("read line && exit 1; exit 2"), 2);
}

MC_TEST(standard_error_may_be_closed)
{
	int saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);

	CU_ASSERT_FATAL(saved >= 0);
	close(STDERR_FILENO);
	CU_ASSERT_EQUAL(run_shell("echo lost && exit 4"), 4);
	dup2(saved, STDERR_FILENO);
	close(saved);
}

MC_TEST(descriptors_are_not_passed_on)
{
	int fd = open("/dev/null", O_RDWR);

	CU_ASSERT_FATAL(fd >= 0);
	CU_ASSERT_EQUAL(dup2(fd, 9), 9);
	mc_recorder_capture();
	CU_ASSERT_NOT_EQUAL(run_shell("echo >&9"), 0);
	mc_recorder_captured();
	CU_ASSERT_EQUAL(fcntl(9, F_GETFD), 0);
	close(9);
	close(fd);
}

MC_TEST(the_recorders_variables_are_not_passed_on)
{
	setenv("MEMCALL_UNIT_TEST", "seen", 1);
	setenv("UNIT_TEST", "kept", 1);
	setenv("LD_DEBUG", "help", 1);
	mc_recorder_capture();
	CU_ASSERT_EQUAL(run_shell("echo $MEMCALL_UNIT_TEST $UNIT_TEST"), 0);
	unsetenv("LD_DEBUG");
	CU_ASSERT_STRING_EQUAL(mc_recorder_captured(), "kept\n");
	unsetenv("MEMCALL_UNIT_TEST");
	unsetenv("UNIT_TEST");
}
