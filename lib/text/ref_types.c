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
	bool sure; /* is one also without "số": "Chỉ thị 05" */
} types[] = {
	{ "ctr", { "chuong", "trinh", "hanh", "dong" }, false },
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

/* Other codes of some types: QĐi of a quy định, CTHĐ of a chương trình hành động. */
static const struct {
	const char *code, *type;
} same_codes[] = { { "qdi", "qd" }, { "cthd", "ctr" }, { "ctrhd", "ctr" } };
/* Codes that only stand in numbers. */
static const char *const more_codes[] = { "vbhn", "csdl", "lct", "l",  "sl",
					  "tl",	  "ubtv", "ntlt", "hdlt" };
/* Codes that are words of their own as well. */
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

static const char *one_of(const char *const *v, size_t n, const char *s,
			  size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(v[i]) == len && !memcmp(v[i], s, len))
			return v[i];
	return NULL;
}
#define ONE_OF(v, s, n) one_of(v, sizeof(v) / sizeof(*(v)), s, n)

/* The code of some type that n letters are, NULL when they are none. */
static const char *find_code(const char *base, size_t n)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (n && strlen(types[i].code) == n &&
		    !memcmp(types[i].code, base, n))
			return types[i].code;
	for (size_t i = 0; i < sizeof(same_codes) / sizeof(*same_codes); i++)
		if (strlen(same_codes[i].code) == n &&
		    !memcmp(same_codes[i].code, base, n))
			return same_codes[i].type;
	return NULL;
}

const char *ref_type_code(const char *base, size_t n)
{
	const char *code = find_code(base, n);

	return code ? code : ONE_OF(more_codes, base, n);
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

/* "CT 05" */
static bool code_before(const struct unit_window *w, uint64_t at,
			struct ref_head *ret)
{
	const struct unit_word *word = unit_word(w, at - 1);
	const char *base = (const char *)word->term.s;
	size_t n = word->term.base_len;
	bool word_too = ONE_OF(words_too, base, n);

	if (word->t.kind != TEXT_SYLLABLE || !ref_type_code(base, n))
		return false;
	*ret = (struct ref_head){
		.code = find_code(base, n),
		.weak = word_too,
		.word = word_too && !unit_is_initials(w, word),
		.first = at - 1,
	};
	return true;
}

bool ref_type_head(const struct unit_window *w, uint64_t at,
		   struct ref_head *ret)
{
	uint64_t first = at;

	if (!unit_before(w, at))
		return false;
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (head_ends_at(w, at - 1, i, &first)) {
			*ret = (struct ref_head){ .code = types[i].code,
						  .weak = !types[i].sure,
						  .first = first };
			return true;
		}
	return code_before(w, at, ret);
}
