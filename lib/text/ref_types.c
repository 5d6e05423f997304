/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Types of Vietnamese documents: the code in their number and the words before
 * it.  Codes are those of Decree 30/2020/NĐ-CP, annex III, and of Guideline
 * 36-HD/VPTW for documents of the Party, in ASCII without marks.
 */
#include <string.h>

#include "text/unit.h"

/* The base of the head's words; `code` is what stands in the number.  Longer
 * heads come before those that they end with. */
static const struct {
	const char *code;
	const char *head[4];
	bool bare; /* is a reference also without "số": "Chỉ thị 05" */
} types[] = {
	{ "ttlt", { "thong", "tu", "lien", "tich" }, true },
	{ "ct", { "chi", "thi" }, true },
	{ "nq", { "nghi", "quyet" }, true },
	{ "kl", { "ket", "luan" }, true },
	{ "qd", { "quyet", "dinh" }, true },
	{ "qd", { "qui", "dinh" }, true }, /* quy, as terms have it */
	{ "nd", { "nghi", "dinh" }, true },
	{ "tt", { "thong", "tu" }, true },
	{ "tt", { "thong", "tri" }, true },
	{ "tb", { "thong", "bao" }, true },
	{ "hd", { "huong", "dan" }, true },
	{ "cv", { "cong", "van" }, true },
	{ "cd", { "cong", "dien" }, true },
	{ "kh", { "ke", "hoach" }, true },
	{ "qc", { "qui", "che" }, true },
	{ "ctr", { "chuong", "trinh" }, false },
	{ "bc", { "bao", "cao" }, false },
	{ "ttr", { "to", "trinh" }, false },
	{ "da", { "de", "an" }, false },
	{ "pa", { "phuong", "an" }, false },
	{ "gm", { "giay", "moi" }, false },
	{ "gp", { "giay", "phep" }, false },
	{ "bb", { "bien", "ban" }, false },
	{ "", { "phap", "lenh" }, false },
	{ "", { "luat" }, false },
};

/* Codes that only stand in numbers. */
static const char *const more_codes[] = { "vbhn", "csdl", "lct", "l",  "sl",
					  "tl",	  "ubtv", "ntlt", "hdlt" };
/* Codes that are words of their own as well: only inside of a number. */
static const char *const words_too[] = { "da", "pa", "l", "sl", "tl", "bc",
					 "hd", "kh", "cd", "cv" };

/* What a number counts, and units of measure; as terms, since without its marks
 * many a word is another one: "bộ", but "Chỉ thị 05 bổ sung". */
static const char *const counted[] = {
	"nam:b", /* năm */
	"thang:1", /* tháng */
	"ngay:2", /* ngày */
	"tuan:C2", /* tuần */
	"gio:c2", /* giờ */
	"phut:1", /* phút */
	"qui:1", /* quý */
	"diem:AC3", /* điểm */
	"noi:B5", /* nội */
	"nhiem:D5", /* nhiệm */
	"giai:3", /* giải */
	"van:B1", /* vấn */
	"buoc:Bc1", /* bước */
	"lan:B2", /* lần */
	"nguoi:Cd2", /* người */
	"truong:Cd2", /* trường */
	"dong:AB2", /* đồng */
	"trieu:D5", /* triệu */
	"ti:3", /* tỷ */
	"nghin:2", /* nghìn */
	"ngan:2", /* ngàn */
	"tram:c", /* trăm */
	"km:", /* km */
	"m:", /* m */
	"ha:", /* ha */
	"kg:", /* kg */
	"tan:B1", /* tấn */
	"muc:5", /* mục */
	"nhom:1", /* nhóm */
	"loai:5", /* loại */
	"khoan:3", /* khoản */
	"dieu:AC2", /* điều */
	"bai:2", /* bài */
	"cuoc:C5", /* cuộc */
	"don:Ab", /* đơn */
	"huyen:D5", /* huyện */
	"xa:4", /* xã */
	"tinh:3", /* tỉnh */
	"ho:B5", /* hộ */
	"can:b", /* căn */
	"dot:Ab5", /* đợt */
	"cap:B1", /* cấp */
	"bo:B5", /* bộ */
	"lop:b1", /* lớp */
	"tiet:C1", /* tiết */
	"buoi:C3", /* buổi */
	"phan:C2", /* phần */
	"y:1", /* ý */
	"cay:B", /* cây */
};

static bool is_one_of(const char *const *v, size_t n, const char *s, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(v[i]) == len && !memcmp(v[i], s, len))
			return true;
	return false;
}
#define IS_ONE_OF(v, s, n) is_one_of(v, sizeof(v) / sizeof(*(v)), s, n)

/* The code of some type that n letters are, NULL when they are none. */
static const char *find_code(const char *base, size_t n)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (n && strlen(types[i].code) == n &&
		    !memcmp(types[i].code, base, n))
			return types[i].code;
	return NULL;
}

bool ref_type_code(const char *base, size_t n)
{
	return find_code(base, n) || IS_ONE_OF(more_codes, base, n);
}

bool ref_is_counted(const struct unit_word *w)
{
	bool marked;

	if (!w)
		return false;
	/* Typed without marks, it is whatever it may be. */
	marked = w->term.len > w->term.base_len + 1;
	for (size_t i = 0; i < sizeof(counted) / sizeof(*counted); i++) {
		size_t n = marked ? strlen(counted[i])
				  : strcspn(counted[i], ":") + 1;

		if (n == w->term.len && !memcmp(counted[i], w->term.s, n))
			return true;
	}
	return false;
}

/* Whether the words up to and including `last` are the head of type i. */
static bool head_ends_at(const struct unit_window *w, uint64_t last, size_t i,
			 uint64_t *ret_first)
{
	size_t n = 0;

	while (n < 4 && types[i].head[n])
		n++;
	for (size_t k = n; k-- > 0; last--) {
		const struct unit_word *word = unit_word(w, last);

		if (last < w->taken || !unit_is(word, types[i].head[k]))
			return false;
		if (k && (last == 0 || word->t.after_break))
			return false;
		*ret_first = last;
	}
	return true;
}

bool ref_type_head(const struct unit_window *w, uint64_t at, bool bare,
		   const char **ret_code, uint64_t *ret_first)
{
	const struct unit_word *word = unit_before(w, at);
	const char *base;
	size_t n;

	if (!word)
		return false;
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if ((types[i].bare || !bare) &&
		    head_ends_at(w, at - 1, i, ret_first)) {
			*ret_code = types[i].code;
			return true;
		}
	/* "CT 05": a code in capitals. */
	base = (const char *)word->term.s;
	n = word->term.base_len;
	if (word->t.kind != TEXT_SYLLABLE || !ref_type_code(base, n) ||
	    (bare && IS_ONE_OF(words_too, base, n)))
		return false;
	*ret_code = find_code(base, n);
	*ret_first = at - 1;
	return true;
}
