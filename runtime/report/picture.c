/* SPDX-License-Identifier: MIT */
/*
 * Lays the graph out and renders it, all in memory: libgvc ends the process
 * when it cannot write to a file, so it is not given one.
 *
 * Layout engine and renderers are plugins, which a distribution may install
 * apart from the library.
 */
#include "report/picture.h"
#include "report/dot.h"

#include <fcntl.h>
#include <gvc.h>
#include <string.h>
#include <unistd.h>

/* The last thing that Graphviz said; it prints unless it is told not to. */
static char complaint[256];

static int keep_complaint(char *text)
{
	size_t length = strcspn(text, "\n");
	char *list;

	if (!length || length >= sizeof(complaint))
		return 0;
	memcpy(complaint, text, length);
	complaint[length] = 0;
	/* What can be used is empty where nothing is installed. */
	list = strstr(complaint, ". Use one of");
	if (list)
		*list = 0;
	return 0;
}

/* Font libraries print what is of no use here ("no writable cache") when the
   home folder is not theirs.  Returns what to give to restore_stderr. */
static int silence_stderr(void)
{
	int saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	fflush(stderr);
	if (saved >= 0 && null >= 0)
		dup2(null, STDERR_FILENO);
	if (null >= 0)
		close(null);
	return saved;
}

static void restore_stderr(int saved)
{
	if (saved < 0)
		return;
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
}

static int draw(GVC_t *gvc, Agraph_t *graph, const char *format, FILE *out,
		struct mc_error *error)
{
	unsigned int size = 0;
	char *data = NULL;

	if (gvLayout(gvc, graph, "dot") != 0)
		return mc_error_set(error,
				    "Graphviz cannot lay out the graph (%s): "
				    "install the package graphviz, or write a "
				    ".dot file",
				    complaint);
	if (gvRenderData(gvc, graph, format, &data, &size) != 0 || !data) {
		gvFreeLayout(gvc, graph);
		return mc_error_set(error,
				    "Graphviz cannot draw %s (%s): install "
				    "the package graphviz, or write a .dot "
				    "file",
				    format, complaint);
	}
	fwrite(data, 1, size, out);
	gvFreeRenderData(data);
	gvFreeLayout(gvc, graph);
	return 0;
}

static int write_picture(const struct mc_model *model,
			 const struct mc_writer_options *options,
			 const char *format, FILE *out, struct mc_error *error)
{
	Agraph_t *graph;
	GVC_t *gvc;
	int result, saved;

	complaint[0] = 0;
	saved = silence_stderr();
	agseterr(AGERR);
	agseterrf(keep_complaint);
	gvc = gvContext();
	graph = mc_dot_build(model, options, error);
	result = graph ? draw(gvc, graph, format, out, error) : -1;
	if (graph)
		agclose(graph);
	gvFreeContext(gvc);
	agseterrf(NULL);
	restore_stderr(saved);
	return result;
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
