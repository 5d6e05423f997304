/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which layers work here.
 */
#include "indexer/child/box.h"

#include "confine/landlock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
	enum child_layer layer;
	const char *name, *text;
} layers_table[] = {
	{ CHILD_NAMESPACES, "namespaces",
	  "no network, no other process in sight, all mounts read-only, "
	  "temporary files in memory" },
	{ CHILD_LANDLOCK, "landlock",
	  "no file but programs, libraries and /etc can be read" },
	{ CHILD_SECCOMP, "seccomp",
	  "no sockets, tracing, mounts, keys or signals to others" },
	{ CHILD_NOT_ROOT, "not-root", "not run as root" },
};
#define LAYERS (sizeof(layers_table) / sizeof(layers_table[0]))

const char *child_layer_name(enum child_layer layer)
{
	for (size_t i = 0; i < LAYERS; i++)
		if (layers_table[i].layer == layer)
			return layers_table[i].name;
	return NULL;
}

const char *child_layer_text(enum child_layer layer)
{
	for (size_t i = 0; i < LAYERS; i++)
		if (layers_table[i].layer == layer)
			return layers_table[i].text;
	return NULL;
}

static void make_env(struct child_box *b)
{
	snprintf(b->home, sizeof(b->home), "HOME=%s", b->dir);
	snprintf(b->tmpdir, sizeof(b->tmpdir), "TMPDIR=%s", b->dir);
	b->env[0] = "PATH=/usr/local/bin:/usr/bin:/bin";
	b->env[1] = "LANG=C.UTF-8";
	b->env[2] = b->home;
	b->env[3] = b->tmpdir;
}

/* Readable by who the program will be, writable by nobody. */
int box_make_dir(struct child_box *b, struct err *e)
{
	const char *tmp = getenv("TMPDIR");
	char path[PATH_MAX];
	int n;

	/* Root's own may be closed to nobody. */
	if (!geteuid() || !tmp || *tmp != '/')
		tmp = "/tmp";
	n = snprintf(path, sizeof(path), "%s/tracuu-index-XXXXXX", tmp);
	if (n < 0 || (size_t)n >= sizeof(path))
		return err_sys(e, ENAMETOOLONG, "TMPDIR %s", tmp);
	if (!mkdtemp(path) || chmod(path, 0555))
		return err_sys(e, errno, "%s: no directory can be made for "
			       "filters", tmp);
	memcpy(b->dir, path, sizeof(path));
	make_env(b);
	return 0;
}

void box_remove_dir(struct child_box *b)
{
	rmdir(b->dir);
}

/* The rules depend on whether there are namespaces. */
static int make_rules(struct child_box *b, unsigned layers, struct err *e)
{
	free(b->seccomp.filter);
	b->seccomp = (struct sock_fprog){ 0 };
	return calls_make(layers, &b->seccomp, e);
}

static int find_layers(struct child_box *b, unsigned wanted, struct err *e)
{
	unsigned layers = 0;
	int r = make_rules(b, wanted, e);

	if (!landlock_abi())
		wanted &= ~(unsigned)CHILD_LANDLOCK;
	for (size_t i = 0; !r && i < LAYERS; i++) {
		unsigned layer = layers_table[i].layer;

		if (wanted & layer && !child_try(b, layer, NULL))
			layers |= layer;
	}
	if (!r)
		r = make_rules(b, layers, e);
	/* Each alone, and all together. */
	if (!r)
		r = child_try(b, layers, e);
	b->layers = layers;
	return r;
}

int child_box_open(unsigned layers, struct child_box **ret, struct err *e)
{
	struct child_box *b = calloc(1, sizeof(*b));
	int r = b ? find_layers(b, layers, e) : err_nomem(e);

	if (r) {
		child_box_close(b);
		return r;
	}
	*ret = b;
	return 0;
}

void child_box_close(struct child_box *b)
{
	if (!b)
		return;
	free(b->seccomp.filter);
	free(b);
}

unsigned child_box_layers(const struct child_box *b)
{
	return b->layers;
}
