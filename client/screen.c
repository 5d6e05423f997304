/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "client/screen.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "base/utf8.h"

#define DEFAULT_WIDTH 80
#define MIN_WIDTH 20 /* narrower ones are not wrapped for */

/* wcwidth() knows the characters of a UTF-8 locale only. */
static void set_locale(void)
{
	setlocale(LC_CTYPE, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8"))
		setlocale(LC_CTYPE, "C.UTF-8");
}

static unsigned terminal_width(void)
{
	struct winsize w;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) || !w.ws_col)
		return DEFAULT_WIDTH;
	return w.ws_col < MIN_WIDTH ? 0 : w.ws_col;
}

void screen_init(struct screen *s)
{
	const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");

	*s = (struct screen){ .terminal = isatty(STDOUT_FILENO) };
	set_locale();
	if (!s->terminal)
		return;
	s->width = terminal_width();
	s->color = term && strcmp(term, "dumb") && !(no_color && *no_color);
}

void screen_release(struct screen *s)
{
	buf_release(&s->out);
}

void screen_ink(struct screen *s, enum ink ink)
{
	static const char *const codes[] = {
		[INK_PLAIN] = "\033[0m",
		[INK_TITLE] = "\033[0;1m",
		[INK_DIM] = "\033[0;2m",
		[INK_MATCH] = "\033[0;1;31m",
	};

	if (s->color)
		buf_adds(&s->out, codes[ink]);
}

static size_t columns_of(uint32_t cp)
{
	int w = wcwidth((wchar_t)cp);

	return w < 0 ? 1 : (size_t)w;
}

size_t screen_columns(const char *text, size_t n)
{
	size_t columns = 0;

	for (size_t i = 0; i < n;) {
		uint32_t cp;

		i += utf8_next(text + i, n - i, &cp, NULL);
		columns += columns_of(cp);
	}
	return columns;
}

/* Bytes at the start of the text that may go to a terminal as they are. */
static size_t printable_len(const char *text, size_t n)
{
	size_t i = 0;

	while (i < n) {
		uint32_t cp;
		bool ok;
		size_t len = utf8_next(text + i, n - i, &cp, &ok);

		if (!ok || !utf8_is_printable(cp))
			break;
		i += len;
	}
	return i;
}

/* The CR of a line end of DOS, and what ends a page. */
static bool is_end(const char *text, size_t n)
{
	return *text == '\f' || (n > 1 && text[0] == '\r' && text[1] == '\n');
}

static void add_safe(struct screen *s, const char *text, size_t n,
		     const char *newline, const char *tab)
{
	while (n) {
		size_t k = printable_len(text, n);
		uint32_t cp;

		buf_add(&s->out, text, k);
		if (k < n) {
			char c = text[k];

			buf_adds(&s->out, c == '\n' ? newline :
					  c == '\t' ? tab :
					  is_end(text + k, n - k) ? "" : "?");
			k += utf8_next(text + k, n - k, &cp, NULL);
		}
		text += k;
		n -= k;
	}
}

void screen_text(struct screen *s, const char *text, size_t n,
		 const char *newline)
{
	add_safe(s, text, n, newline, " ");
}

void screen_inked(struct screen *s, enum ink ink, const char *text, size_t n)
{
	screen_ink(s, ink);
	screen_text(s, text, n, " ");
	screen_ink(s, INK_PLAIN);
}

void screen_cell(struct screen *s, const char *text, size_t n, size_t columns)
{
	size_t used = screen_columns(text, n);

	screen_text(s, text, n, " ");
	buf_addf(&s->out, "%*s", (int)(used < columns ? columns - used : 0) + 2,
		 "");
}

void screen_lines(struct screen *s, const char *text, size_t n)
{
	add_safe(s, text, n, "\n", "\t");
}

/*
 * A walk through a marked text: piece by piece, in ink that changes at each
 * end of a mark.
 */
struct pen {
	struct screen *s;
	const struct marked *m;
	enum ink base;
	size_t at;	  /* bytes done */
	size_t next_mark; /* the first one that does not end before `at` */
	enum ink ink;	  /* as the terminal has it now */
};

static void pen_use(struct pen *p, enum ink ink)
{
	if (p->ink != ink)
		screen_ink(p->s, ink);
	p->ink = ink;
}

/* What stands between the parts of a text: where it begins and ends; both are the
 * end of a text that has none. */
static size_t gap_begin(const struct marked *m)
{
	return m->n_parts > 1 ? m->parts[0].end : m->n;
}

static size_t gap_end(const struct marked *m)
{
	return m->n_parts > 1 ? m->parts[1].begin : m->n;
}

/* The end of the run of one ink that `at` is in, and that ink; marks alone. */
static size_t mark_end(struct pen *p, enum ink *ret_ink)
{
	const struct mark *k;

	while (p->next_mark < p->m->n_marks) {
		k = &p->m->marks[p->next_mark];
		if (p->at < k->byte) {
			*ret_ink = p->base;
			return k->byte;
		}
		if (p->at < k->byte + k->len) {
			*ret_ink = INK_MATCH;
			return k->byte + k->len;
		}
		p->next_mark++;
	}
	*ret_ink = p->base;
	return p->m->n;
}

/* The same; what stands between two parts is no text of the report. */
static size_t run_end(struct pen *p, enum ink *ret_ink)
{
	size_t end = mark_end(p, ret_ink), gap = gap_begin(p->m);

	if (p->at < gap)
		return end < gap ? end : gap;
	if (p->at >= gap_end(p->m))
		return end;
	*ret_ink = INK_DIM;
	return gap_end(p->m);
}

/* Write up to byte `end`. */
static void pen_write(struct pen *p, size_t end)
{
	while (p->at < end) {
		enum ink ink;
		size_t stop = run_end(p, &ink);

		if (stop > end)
			stop = end;
		pen_use(p, ink);
		screen_text(p->s, p->m->s + p->at, stop - p->at, " ");
		p->at = stop;
	}
}

void screen_marked(struct screen *s, enum ink base, const struct marked *m)
{
	struct pen p = { .s = s, .m = m, .base = base };

	pen_write(&p, m->n);
	pen_use(&p, INK_PLAIN);
}

static void new_line(struct pen *p, unsigned indent)
{
	pen_use(p, INK_PLAIN);
	buf_addf(&p->s->out, "\n%*s", (int)indent, "");
}

/* Write the next word with the spaces before it, on a new line where it does
 * not fit; returns the column behind it. */
static size_t write_word(struct pen *p, unsigned indent, size_t column,
			 size_t room_after)
{
	const char *text = p->m->s;
	size_t begin = p->at, end, columns;

	while (begin < p->m->n && text[begin] == ' ')
		begin++;
	/* What says that words were left out stays with the word before. */
	for (end = begin; end < p->m->n && text[end] != ' ';)
		if (++end == gap_begin(p->m) && end < gap_end(p->m))
			end = gap_end(p->m) - 1;
	columns = screen_columns(text + p->at, end - p->at);
	if (end == p->m->n)
		columns += room_after;
	if (p->s->width && column + columns > p->s->width &&
	    column > indent && begin > p->at) {
		p->at = begin; /* the line end stands for the spaces */
		new_line(p, indent);
		column = indent;
		columns = screen_columns(text + begin, end - begin);
	}
	pen_write(p, end);
	return column + columns;
}

void screen_wrapped(struct screen *s, unsigned indent, enum ink base,
		    const char *before, const struct marked *m,
		    const char *after)
{
	struct pen p = { .s = s, .m = m, .base = base };
	size_t column = indent + screen_columns(before, strlen(before));
	size_t room = screen_columns(after, strlen(after));

	buf_addf(&s->out, "%*s%s", (int)indent, "", before);
	while (p.at < m->n)
		column = write_word(&p, indent, column, room);
	pen_use(&p, INK_PLAIN);
	buf_addf(&s->out, "%s\n", after);
}
