/* SPDX-License-Identifier: MIT */
/*
 * Lays the graph out and renders it, all in memory, in a process of its own:
 * libgvc ends the process when it cannot write to a file, and crashes over some
 * graphs.  It can also take hours.  Unless the user has asked for it, it gets
 * MOST_SECONDS for the graph as it is, and then the rest of ALL_SECONDS for
 * what a screen shows of it.
 *
 * Layout engine and renderers are plugins, which a distribution may install
 * apart from the library.
 */
#include "report/picture.h"
#include "report/dot.h"
#include "report/graphviz-compat.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_SECONDS 7
#define ALL_SECONDS 10 /* no program that ends waits longer */

/* The last error that Graphviz named, and the last part of it that could not be
   loaded. Graphviz prints both unless it is told not to. */
static char complaint[256];
static char not_loaded[256];

struct drawn {
	char *data;
	mc_graphviz_size size;
};

/* Keeps an error. Graphviz hands it over in parts: "Warning" or "Error", ": ",
   and the text. */
static int keep_complaint(char *text)
{
	static bool is_warning;
	size_t length = strcspn(text, "\n");
	char *list;

	if (!strcmp(text, "Warning") || !strcmp(text, "Error")) {
		is_warning = text[0] == 'W';
		return 0;
	}
	if (!strncmp(text, "Could not load", 14))
		snprintf(not_loaded, sizeof(not_loaded), "%.*s; ", (int)length,
			 text);
	if (is_warning || length < 3 || length >= sizeof(complaint))
		return 0;
	memcpy(complaint, text, length);
	complaint[length] = 0;
	/* If nothing is installed, the list of what can be used is empty. */
	list = strstr(complaint, ". Use one of");
	if (list)
		*list = 0;
	return 0;
}

/* Returns the user's variables by which Graphviz and the linker look for other
   parts than usual, as the end of a message: ", or unset A=x, B=y", or nothing.
   */
static const char *blame_environment(void)
{
	static const char *const names[] = {"GVBINDIR", "LTDL_LIBRARY_PATH",
					    "LD_LIBRARY_PATH", "LD_PRELOAD",
					    "LD_AUDIT"};
	static char text[1024];
	int length = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *value = getenv(names[i]);

		if (value)
			length += snprintf(
				text + length, sizeof(text) - (size_t)length,
				"%s%s=%.100s", length ? ", " : ", or unset ",
				names[i], value);
	}
	return text;
}

/* Sends stderr nowhere. Font libraries print what is of no use here ("no
   writable cache") when the home folder is not theirs, as does malloc before it
   aborts. */
static void silence_stderr(void)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	fflush(stderr);
	if (null >= 0)
		dup2(null, STDERR_FILENO);
}

static int draw(GVC_t *gvc, Agraph_t *graph, const char *format,
		struct drawn *drawn, struct mc_error *error)
{
	if (gvLayout(gvc, graph, "dot") != 0)
		return mc_error_set(error,
				    "Graphviz cannot lay out the graph (%s%s): "
				    "install the package graphviz, or write a "
				    ".dot file%s",
				    not_loaded, complaint, blame_environment());
	if (gvRenderData(gvc, graph, format, &drawn->data, &drawn->size) != 0 ||
	    !drawn->data)
		return mc_error_set(error,
				    "Graphviz cannot draw %s (%s%s): install "
				    "the package graphviz, or write a .dot "
				    "file%s",
				    format, not_loaded, complaint,
				    blame_environment());
	return 0;
}

static bool put_all(int fd, const void *bytes, size_t size)
{
	const char *at = bytes;

	while (size) {
		ssize_t done = write(fd, at, size);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return false;
		at += done;
		size -= (size_t)done;
	}
	return true;
}

/* Draws in a process of its own. What it gives back comes through a pipe: the
   size of the picture and its bytes, or 0 and what is wrong. */
static void draw_apart(const struct mc_model *model,
		       const struct mc_writer_options *options,
		       enum mc_dot_use use, const char *format, int to)
{
	struct drawn drawn = {NULL, 0};
	struct mc_error error = {""};
	Agraph_t *graph;
	GVC_t *gvc;

	silence_stderr();
	agseterr(AGWARN);
	agseterrf(keep_complaint);
	gvc = gvContext();
	graph = mc_dot_build(model, options, use, &error);
	if (!graph || draw(gvc, graph, format, &drawn, &error) != 0)
		drawn.size = 0;
	if (put_all(to, &drawn.size, sizeof(drawn.size)))
		put_all(to, drawn.size ? drawn.data : error.text,
			drawn.size ? drawn.size : strlen(error.text));
	_exit(0);
}

/* Says that a picture is missing. Graphviz crashes on a graph now and then,
   with frames around groups above all. */
static int report_crash(const struct mc_writer_options *options,
			struct mc_error *error)
{
	return mc_error_set(error,
			    "Graphviz crashed over this graph: %s, or write a "
			    ".dot file%s",
			    options->view.group
				    ? "leave --group out"
				    : "draw another part of it (--nodes)",
			    blame_environment());
}

/* A process that draws. */
struct artist {
	pid_t pid;
	int from; /* what it says */
};

static int start(struct artist *artist, const struct mc_model *model,
		 const struct mc_writer_options *options, enum mc_dot_use use,
		 const char *format, struct mc_error *error)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return mc_error_set(error, "cannot create a pipe: %s",
				    strerror(errno));
	artist->from = ends[0];
	artist->pid = fork();
	if (!artist->pid) {
		close(ends[0]);
		draw_apart(model, options, use, format, ends[1]);
	}
	close(ends[1]);
	if (artist->pid > 0)
		return 0;
	mc_error_set(error, "cannot start a process to draw in: %s",
		     strerror(errno));
	close(ends[0]);
	return -1;
}

static void finish(const struct artist *artist)
{
	while (waitpid(artist->pid, NULL, 0) < 0 && errno == EINTR)
		;
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits for the first word until that moment; 0: for ever.  Returns false if
   there is none. */
static bool wait_until(const struct artist *artist, int64_t end_ms)
{
	struct pollfd from = {.fd = artist->from, .events = POLLIN};

	for (;;) {
		int64_t left = end_ms ? end_ms - now_ms() : -1;
		int got;

		if (end_ms && left < 0)
			left = 0;
		got = poll(&from, 1, (int)left);
		if (got >= 0 || errno != EINTR)
			return got != 0;
	}
}

/* Takes what the process says behind the size. */
static int take(FILE *from, FILE *out, size_t size, struct mc_error *error)
{
	char block[65536];
	size_t got, all = 0;

	if (!size) {
		got = fread(block, 1, sizeof(error->text) - 1, from);
		block[got] = 0;
		return mc_error_set(error, "%s", block);
	}
	while ((got = fread(block, 1, sizeof(block), from)) > 0) {
		fwrite(block, 1, got, out);
		all += got;
	}
	return all == size ? 0 : 1;
}

/* Takes the picture.  Returns 0, -1 and *error, or 1 if the process crashed. */
static int take_picture(const struct artist *artist, FILE *out,
			struct mc_error *error)
{
	FILE *from = fdopen(artist->from, "r");
	mc_graphviz_size size;
	int result = 1;

	if (!from) {
		close(artist->from);
		return mc_error_set(error, "out of memory");
	}
	if (fread(&size, sizeof(size), 1, from) == 1)
		result = take(from, out, size, error);
	fclose(from);
	return result;
}

static void give_up(const struct artist *artist)
{
	close(artist->from);
	kill(artist->pid, SIGKILL);
}

/* Draws until that moment (0: for ever), when the process is ended.  Returns
   what take_picture does, or 2 if it took too long. */
static int draw_until(const struct mc_model *model,
		      const struct mc_writer_options *options,
		      enum mc_dot_use use, const char *format, int64_t end_ms,
		      FILE *out, struct mc_error *error)
{
	struct artist artist = {0};
	int result = 2;

	if (start(&artist, model, options, use, format, error) != 0)
		return -1;
	if (wait_until(&artist, end_ms))
		result = take_picture(&artist, out, error);
	else
		give_up(&artist);
	finish(&artist);
	return result;
}

static int write_picture(const struct mc_model *model,
			 const struct mc_writer_options *options,
			 const char *format, FILE *out, struct mc_error *error)
{
	int64_t begin = options->is_patient ? 0 : now_ms();
	enum mc_dot_use use =
		options->no_legend ? MC_DOT_TO_KEEP : MC_DOT_TO_LOOK_AT;
	int result =
		draw_until(model, options, use, format,
			   begin ? begin + MOST_SECONDS * 1000 : 0, out, error);

	if (result != 2)
		return result > 0 ? report_crash(options, error) : result;
	result = draw_until(model, options, MC_DOT_IN_HASTE, format,
			    begin + ALL_SECONDS * 1000, out, error);
	if (result == 2)
		return mc_error_set(error,
				    "drawing takes more than %d s: memcall "
				    "convert takes its time, or write a .dot "
				    "file",
				    ALL_SECONDS);
	if (!result && options->warnings)
		mc_error_warn(options->warnings,
			      "drawing all of %zu functions takes more than "
			      "%d s, so the picture shows the costliest: "
			      "memcall convert --no-prune draws all of a "
			      ".memcall file",
			      model->function_count, MOST_SECONDS);
	return result > 0 ? report_crash(options, error) : result;
}

int mc_picture_write_svg(const struct mc_model *model,
			 const struct mc_writer_options *options, FILE *out,
			 struct mc_error *error)
{
	return write_picture(model, options, "svg", out, error);
}

int mc_picture_write_png(const struct mc_model *model,
			 const struct mc_writer_options *options, FILE *out,
			 struct mc_error *error)
{
	return write_picture(model, options, "png", out, error);
}

int mc_picture_write_pdf(const struct mc_model *model,
			 const struct mc_writer_options *options, FILE *out,
			 struct mc_error *error)
{
	return write_picture(model, options, "pdf", out, error);
}
