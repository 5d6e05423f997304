/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * log - lines on stderr for programs that run unattended.
 *
 * Used by the mains of the programs and by daemon/ and indexer/; libraries
 * return errors instead.  Each call writes one line with one write(2), so that
 * lines of several threads or processes do not mix.  Under systemd
 * ($JOURNAL_STREAM set) lines carry a `<N>` priority prefix, else a local time.
 * Control characters are replaced, since a line may quote a stranger's bytes.
 */
#ifndef TRACUU_BASE_LOG_H
#define TRACUU_BASE_LOG_H

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARN, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/* Set before threads start.  `name` is kept, not copied. */
void log_init(const char *name, enum log_level level);
/* "error", "warn", "info", "debug" -> 0 and *ret_level, else E_INVAL. */
int log_level_parse(const char *s, enum log_level *ret_level);

/* Any thread, after log_init(). */
void log_msg(enum log_level level, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#define log_error(...) log_msg(LOG_LEVEL_ERROR, __VA_ARGS__)
#define log_warn(...) log_msg(LOG_LEVEL_WARN, __VA_ARGS__)
#define log_info(...) log_msg(LOG_LEVEL_INFO, __VA_ARGS__)
#define log_debug(...) log_msg(LOG_LEVEL_DEBUG, __VA_ARGS__)

#endif
