/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/form_line.h"

#include <string.h>
#include <strings.h>

#include "indexer/name.h"
#include "indexer/words.h"

#define PHRASE_WORDS 16

static const char *const types[] = {
	"NGHỊ QUYẾT", "QUYẾT ĐỊNH", "CHỈ THỊ", "QUY CHẾ", "QUY ĐỊNH",
	"THÔNG CÁO", "THÔNG BÁO", "HƯỚNG DẪN", "CHƯƠNG TRÌNH", "KẾ HOẠCH",
	"PHƯƠNG ÁN", "ĐỀ ÁN", "DỰ ÁN", "BÁO CÁO", "BIÊN BẢN", "TỜ TRÌNH",
	"HỢP ĐỒNG", "CÔNG VĂN", "CÔNG ĐIỆN", "BẢN GHI NHỚ", "BẢN THỎA THUẬN",
	"GIẤY ỦY QUYỀN", "GIẤY MỜI", "GIẤY GIỚI THIỆU", "PHIẾU GỬI",
	"PHIẾU CHUYỂN", "PHIẾU BÁO", "THƯ CÔNG", "NGHỊ ĐỊNH", "THÔNG TƯ",
	"THÔNG TƯ LIÊN TỊCH", "LUẬT", "PHÁP LỆNH", "LỆNH", "KẾT LUẬN",
};

/* What citizens and offices write besides: with the subject behind it in the line. */
static const char *const titles[] = {
	"ĐƠN", "GIẤY", "PHIẾU", "TỜ KHAI", "SƠ YẾU LÝ LỊCH", "LÝ LỊCH",
	"BẢN KHAI", "BẢN CAM KẾT", "BẢN KIỂM ĐIỂM", "BẢN TƯỜNG TRÌNH",
	"BẢN GIẢI TRÌNH", "BẢN THUYẾT MINH", "BẢN NHẬN XÉT", "BẢN ĐĂNG KÝ",
	"BẢN ĐỀ NGHỊ", "BẢN TỰ", "BẢN TÓM TẮT", "BẢN THÀNH TÍCH", "BẢN ÁN",
	"ĐỀ CƯƠNG", "THƯ MỜI", "THƯ NGỎ", "DI CHÚC", "VĂN BẢN", "DANH SÁCH",
};

/* So begin names of those who write, though a kind is called the same. */
static const char *const names[] = { "ĐƠN VỊ", "LUẬT SƯ", "DỰ ÁN",
				     "CHƯƠNG TRÌNH" };

static int set_key(struct buf *b, struct text_analyzer *a, const char *s,
		   struct err *e)
{
	return words_key(a, s, strlen(s), b, e);
}

/* The keys of all n phrases, between '\n'. */
static int set_keys(struct form_words *w, struct buf *b,
		    struct text_analyzer *a, const char *const *phrases,
		    size_t n, struct err *e)
{
	int r = 0;

	for (size_t i = 0; !r && i < n; i++) {
		r = set_key(&w->issuer, a, phrases[i], e);
		buf_addc(b, '\n');
		if (!r && buf_add(b, w->issuer.s, w->issuer.len))
			r = err_nomem(e);
	}
	return r || !buf_addc(b, '\n') ? r : err_nomem(e);
}

int form_init(struct form_words *w, struct text_analyzer *a, struct err *e)
{
	int r = set_key(&w->motto, a, "Độc lập - Tự do - Hạnh phúc", e);

	if (!r)
		r = set_key(&w->party, a, "ĐẢNG CỘNG SẢN VIỆT NAM", e);
	if (!r)
		r = set_key(&w->country, a,
			    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", e);
	if (!r)
		r = set_key(&w->number, a, "Số", e);
	if (!r)
		r = set_key(&w->day, a, "ngày", e);
	if (!r)
		r = set_key(&w->month, a, "tháng", e);
	if (!r)
		r = set_key(&w->year, a, "năm", e);
	if (!r)
		r = set_key(&w->recipients, a, "Nơi nhận", e);
	if (!r)
		r = set_keys(w, &w->types, a, types,
			     sizeof(types) / sizeof(*types), e);
	if (!r)
		r = set_keys(w, &w->titles, a, titles,
			     sizeof(titles) / sizeof(*titles), e);
	if (!r)
		r = set_keys(w, &w->names, a, names,
			     sizeof(names) / sizeof(*names), e);
	return r;
}

void form_release(struct form_words *w)
{
	buf_release(&w->motto);
	buf_release(&w->party);
	buf_release(&w->country);
	buf_release(&w->number);
	buf_release(&w->day);
	buf_release(&w->month);
	buf_release(&w->year);
	buf_release(&w->recipients);
	buf_release(&w->types);
	buf_release(&w->titles);
	buf_release(&w->names);
	buf_release(&w->issuer);
	buf_release(&w->row);
}

/* ----------------------------------------------------------------------- words */

/*
 * Where the words of a phrase begin in l: 1 and the byte; 0, or an error.  The
 * words of l, as far as they were read, are in r->key then.
 */
static int find_phrase(struct reading *d, struct span l,
		       const struct buf *phrase, size_t *ret)
{
	struct buf *key = &d->r->key;
	size_t begins[PHRASE_WORDS], words = 0, n = 0;
	struct text_token t;
	int r;

	for (size_t i = 0; i < phrase->len; i++)
		words += phrase->s[i] == ' ';
	buf_clear(key);
	text_begin(d->r->a, l.s, l.n, 0);
	while ((r = text_next(d->r->a, &t, d->e)) > 0) {
		begins[n++ % PHRASE_WORDS] = t.begin;
		buf_add(key, t.term, t.term_len);
		if (buf_addc(key, ' '))
			return err_nomem(d->e);
		if (n >= words && key->len >= phrase->len &&
		    !memcmp(key->s + key->len - phrase->len, phrase->s,
			    phrase->len)) {
			*ret = begins[(n - words) % PHRASE_WORDS];
			return 1;
		}
	}
	return r;
}

bool form_is_capitals(const struct reading *d, struct span l)
{
	return name_is_capitals(d->r->letters, l.s, l.n);
}

bool form_has_words(struct span l)
{
	for (size_t i = 0; i < l.n; i++)
		if ((unsigned char)l.s[i] >= 0xc3 ||
		    ((l.s[i] | 0x20) >= 'a' && (l.s[i] | 0x20) <= 'z'))
			return true;
	return has_digit(l);
}

bool form_begins_with(struct span l, const char *s)
{
	return l.n >= strlen(s) && !strncasecmp(l.s, s, strlen(s));
}

/* ----------------------------------------------------------------------- lines */

int form_find_state(struct reading *d, struct span l, size_t *ret)
{
	const struct form_words *w = &d->r->form;
	const struct buf *const phrases[] = { &w->country, &w->motto,
					      &w->party };
	int r = 0;

	for (size_t i = 0; !r && i < 3; i++)
		r = find_phrase(d, l, phrases[i], ret);
	return r;
}

enum form_part form_part_by_key(const struct reading *d, struct span l)
{
	const struct form_words *w = &d->r->form;
	const struct buf *key = &d->r->key;
	bool capitals = form_is_capitals(d, l);
	size_t types_at = 0;
	const char *at;

	if (!key->len)
		return FORM_RULE;
	/* a line of its own in the list */
	while (capitals && (at = memmem(w->types.s + types_at,
					w->types.len - types_at, key->s,
					key->len))) {
		if (at[-1] == '\n' && at[key->len] == '\n')
			return FORM_TYPE;
		types_at = (size_t)(at + 1 - w->types.s);
	}
	if (capitals && memmem(w->country.s, w->country.len, key->s, key->len))
		return FORM_STATE;
	if (key->len >= w->number.len &&
	    !memcmp(key->s, w->number.s, w->number.len))
		return FORM_NUMBER;
	if (*l.s >= '0' && *l.s <= '9' && memchr(l.s, '/', l.n) &&
	    !memchr(l.s, ' ', l.n))
		return FORM_NUMBER;
	/* A date may go on in the next line: "18 tháng 11 năm 2025" */
	if (memmem(key->s, key->len, w->day.s, w->day.len) ||
	    (l.n <= FORM_DATE_BYTES &&
	     (memmem(key->s, key->len, w->month.s, w->month.len) ||
	      memmem(key->s, key->len, w->year.s, w->year.len))))
		return FORM_DATE;
	return capitals && l.n <= FORM_ISSUER_BYTES ? FORM_ISSUER : FORM_OTHER;
}

/* Whether the key begins with a phrase of the list. */
static bool begins_with_any(const struct buf *key, const struct buf *list)
{
	const char *s = list->s + 1, *end = list->s + list->len, *nl;

	for (; s < end && (nl = memchr(s, '\n', (size_t)(end - s))); s = nl + 1)
		if (key->len >= (size_t)(nl - s) &&
		    !memcmp(key->s, s, (size_t)(nl - s)))
			return true;
	return false;
}

bool form_is_title(const struct reading *d, struct span l)
{
	const struct form_words *w = &d->r->form;
	const struct buf *key = &d->r->key;

	return form_is_capitals(d, l) && !begins_with_any(key, &w->names) &&
	       (begins_with_any(key, &w->types) ||
		begins_with_any(key, &w->titles));
}

int form_part_of(struct reading *d, size_t i, enum form_part *ret)
{
	struct span l = line_span(d, i);
	size_t at;
	int r;

	*ret = FORM_OTHER;
	if (d->doc->lines.v[i].kind == LINE_BLANK)
		*ret = FORM_BLANK;
	else if (!form_has_words(l))
		*ret = FORM_RULE;
	else if (form_begins_with(l, "V/v"))
		*ret = FORM_ABOUT;
	if (*ret != FORM_OTHER || l.n > FORM_LINE_BYTES)
		return 0;
	r = form_find_state(d, l, &at);
	if (!r)
		*ret = form_part_by_key(d, l);
	else if (r > 0)
		*ret = FORM_STATE;
	return r < 0 ? r : 0;
}

/* What the motto and the Party's name have in them, written in whatever way. */
static bool may_be_motto(struct span l)
{
	static const char *const pieces[] = { "nh ph", "NH PH", "nh Ph",
					      "Nh Ph", "N VI" };

	for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++)
		if (l.n <= FORM_LINE_BYTES && memmem(l.s, l.n, pieces[i],
						strlen(pieces[i])))
			return true;
	return false;
}

int form_is_motto(struct reading *d, struct span l)
{
	struct text_token t;
	size_t at;
	int r;

	if (!may_be_motto(l) || strchr(".!?;,", l.s[l.n - 1]))
		return 0;
	r = find_phrase(d, l, &d->r->form.motto, &at);
	if (!r && form_is_capitals(d, l))
		r = find_phrase(d, l, &d->r->form.party, &at);
	if (r <= 0)
		return r;
	r = text_next(d->r->a, &t, d->e);
	return r < 0 ? r : !r;
}
