/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/convert.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/utf8.h"

struct convert {
	const struct converters *cs;
	struct child_box *box; /* NULL until it is needed */
};

int convert_open(const struct converters *cs, struct convert **ret,
		 struct err *e)
{
	struct convert *c = calloc(1, sizeof(*c));

	if (!c)
		return err_nomem(e);
	c->cs = cs;
	*ret = c;
	return 0;
}

void convert_close(struct convert *c)
{
	if (!c)
		return;
	child_box_close(c->box);
	free(c);
}

static int write_all(int fd, const struct buf *b)
{
	size_t done = 0;

	while (done < b->len) {
		ssize_t n = write(fd, b->s + done, b->len - done);

		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0)
			done += (size_t)n;
	}
	return 0;
}

/* The bytes as a file that nobody can change, at its beginning. */
static int make_input(const struct buf *raw, int *ret_fd, struct err *e)
{
	const int seals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW |
			  F_SEAL_SEAL;
	int fd = memfd_create("document", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (fd < 0)
		return err_sys(e, errno, "memory for a filter's input");
	if (write_all(fd, raw) || lseek(fd, 0, SEEK_SET) ||
	    fcntl(fd, F_ADD_SEALS, seals)) {
		int error = errno;

		close(fd);
		return err_sys(e, error, "memory for a filter's input");
	}
	*ret_fd = fd;
	return 0;
}

static void set_detail(char *detail, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Cut where it must be, perhaps within a character: printable all the same. */
static void set_detail(char *detail, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(detail, FILE_DETAIL_MAX, fmt, ap);
	va_end(ap);
	detail[utf8_make_printable(detail, strlen(detail), '?')] = '\0';
}

/* What programs say of a document that is locked. */
static bool wants_password(const char *message)
{
	return strcasestr(message, "password") ||
	       strcasestr(message, "encrypted");
}

static enum file_reason judge_exit(const struct child_result *r, char *detail)
{
	if (!r->value)
		return FILE_OK;
	if (wants_password(r->message))
		return FILE_PASSWORD;
	set_detail(detail, "exit status %d%s%s", r->value,
		   *r->message ? ": " : "", r->message);
	return FILE_FILTER_FAILED;
}

static enum file_reason judge(const struct child_result *r, char *detail)
{
	*detail = '\0';
	switch (r->end) {
	case CHILD_EXITED:
		return judge_exit(r, detail);
	case CHILD_KILLED:
		set_detail(detail, "signal %d: %s", r->value,
			   strsignal(r->value));
		return FILE_FILTER_CRASHED;
	case CHILD_TIMEOUT:
		return FILE_FILTER_TIMEOUT;
	case CHILD_TOO_LARGE:
		return FILE_FILTER_OUTPUT;
	case CHILD_NOT_STARTED:
		break;
	}
	set_detail(detail, "not started: %s",
		   strerror(r->value));
	return FILE_FILTER_FAILED;
}

static int run(struct convert *c, const char *const *argv,
	       const struct buf *raw, struct buf *out, struct child_result *ret,
	       struct err *e)
{
	const struct child_limits limits = {
		.ms = converters_ms(c->cs),
		.memory = converters_memory(c->cs),
		.output = CONVERT_OUTPUT,
		.scratch = CONVERT_SCRATCH,
		.files = CONVERT_FILES,
		.processes = CONVERT_PROCESSES,
	};
	int fd = -1, r = 0;

	if (!c->box)
		r = child_box_open(CHILD_ALL_LAYERS, &c->box, e);
	if (!r)
		r = make_input(raw, &fd, e);
	if (r)
		return r;
	r = child_run(c->box, argv, fd, &limits, out, ret, e);
	close(fd);
	return r;
}

static int tell_missing(const struct convert *c, enum format f, char *detail,
			struct err *e)
{
	struct buf b = BUF_INIT;
	int r = converters_add_missing(c->cs, f, &b);

	if (!r)
		set_detail(detail, "%s", b.s);
	buf_release(&b);
	return r ? err_nomem(e) : 0;
}

int convert(struct convert *c, enum format f, const struct buf *raw,
	    struct buf *out, enum file_reason *ret_reason,
	    char ret_detail[FILE_DETAIL_MAX], struct err *e)
{
	const char *const *argv = converters_argv(c->cs, f);
	struct child_result result;
	int r;

	buf_clear(out);
	*ret_detail = '\0';
	*ret_reason = FILE_NO_FILTER;
	if (!argv)
		return tell_missing(c, f, ret_detail, e);
	r = run(c, argv, raw, out, &result, e);
	if (r)
		return r;
	*ret_reason = judge(&result, ret_detail);
	return *ret_reason == FILE_OK;
}
