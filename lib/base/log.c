/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/log.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "base/utf8.h"

#define LINE_MAX_BYTES 2048 /* a longer message is cut */

static const struct {
	const char *name;
	int priority; /* of syslog(3), as systemd reads it */
} levels[] = {
	[LOG_LEVEL_ERROR] = { "error", 3 },
	[LOG_LEVEL_WARN] = { "warn", 4 },
	[LOG_LEVEL_INFO] = { "info", 6 },
	[LOG_LEVEL_DEBUG] = { "debug", 7 },
};

static struct {
	const char *name;
	enum log_level level;
	bool journal;
} conf = { "tracuu", LOG_LEVEL_INFO, false };

void log_init(const char *name, enum log_level level)
{
	conf.name = name;
	conf.level = level;
	conf.journal = getenv("JOURNAL_STREAM") != NULL;
}

int log_level_parse(const char *s, enum log_level *ret_level)
{
	for (int i = LOG_LEVEL_ERROR; i <= LOG_LEVEL_DEBUG; i++) {
		if (!strcmp(s, levels[i].name)) {
			*ret_level = (enum log_level)i;
			return 0;
		}
	}
	return E_INVAL;
}

/* The start of a line; returns its length, always well below `size`. */
static size_t add_prefix(char *line, size_t size, enum log_level level)
{
	char date[32];
	struct timespec t;
	struct tm tm;
	int n;

	if (conf.journal) {
		n = snprintf(line, size, "<%d>", levels[level].priority);
		return (size_t)n;
	}
	clock_gettime(CLOCK_REALTIME, &t);
	localtime_r(&t.tv_sec, &tm);
	strftime(date, sizeof(date), "%Y-%m-%d %H:%M:%S", &tm);
	n = snprintf(line, size, "%s.%03ld %.32s: %s: ", date,
		     t.tv_nsec / 1000000, conf.name, levels[level].name);
	return (size_t)n;
}

void log_msg(enum log_level level, const char *fmt, ...)
{
	char line[LINE_MAX_BYTES];
	size_t n, room;
	ssize_t written;
	va_list ap;
	int k;

	if (level > conf.level)
		return;
	n = add_prefix(line, sizeof(line), level);
	room = sizeof(line) - n - 1; /* less one for the line end */
	va_start(ap, fmt);
	k = vsnprintf(line + n, room, fmt, ap);
	va_end(ap);
	if (k < 0)
		return;
	n += utf8_make_printable(line + n,
				 (size_t)k < room ? (size_t)k : room - 1, '?');
	line[n++] = '\n';
	/* There is nobody left to tell when stderr cannot be written. */
	written = write(STDERR_FILENO, line, n);
	(void)written;
}
