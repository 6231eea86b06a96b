/* SPDX-License-Identifier: MIT */
/*
 * Lays the graph out and renders it, all in memory, in a process of its own:
 * libgvc ends the process when it cannot write to a file, and crashes over some
 * graphs.
 *
 * Layout engine and renderers are plugins, which a distribution may install
 * apart from the library.
 */
#include "report/picture.h"
#include "report/dot.h"
#include "report/graphviz-compat.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

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
		       const char *format, int to)
{
	struct drawn drawn = {NULL, 0};
	struct mc_error error = {""};
	Agraph_t *graph;
	GVC_t *gvc;

	silence_stderr();
	agseterr(AGWARN);
	agseterrf(keep_complaint);
	gvc = gvContext();
	graph = mc_dot_build(model, options, &error);
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

/* Takes what the child says behind the size. */
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

static int write_picture(const struct mc_model *model,
			 const struct mc_writer_options *options,
			 const char *format, FILE *out, struct mc_error *error)
{
	mc_graphviz_size size;
	int ends[2], result = 1;
	FILE *from;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return mc_error_set(error, "cannot create a pipe: %s",
				    strerror(errno));
	child = fork();
	if (!child) {
		close(ends[0]);
		draw_apart(model, options, format, ends[1]);
	}
	close(ends[1]);
	from = child < 0 ? NULL : fdopen(ends[0], "r");
	if (!from) {
		mc_error_set(error, "cannot start a process to draw in: %s",
			     strerror(errno));
		close(ends[0]);
		return -1;
	}
	if (fread(&size, sizeof(size), 1, from) == 1)
		result = take(from, out, size, error);
	fclose(from);
	while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
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
