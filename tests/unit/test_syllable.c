/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Possible syllables, splits and slips.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "text/syllable.h"

static void check_possible(const char *words, bool expected)
{
	for (const char *s = words; *s;) {
		size_t n = strcspn(s, " ");

		if (text_possible(s, n) != expected)
			fail_msg("%.*s", (int)n, s);
		s += n + strspn(s + n, " ");
	}
}

static void possible(void **state)
{
	(void)state;
	check_possible("học tập đạo đức người được nghiêng nghề ghi gì gìn "
		       "giữ giếng giết quốc quyết quỳnh quở quá quê khuya "
		       "khuỷu khuyết thuở ngoằn ngoèo hươu rượu yêu ỷ ý ở ăn "
		       "uống oai ưu ướt Bạn ĐẢNG phường xoong kỹ quản trị "
		       "xuất tuyển thủy hoà hòa loa luật tuấn mía cứu nghĩa "
		       "Đắk Lắk Kạn pin tuýp kênh cần", true);
	/* Not all of the marks are typed. */
	check_possible("hoc tap dao duc nguoi duoc đuong dương tâp đương "
		       "nghieng giu quyet", true);
	/* Decomposed. */
	check_possible("ho\xcc\xa3" "c ta\xcc\xa3\xcc\x82p", true);
}

static void impossible(void **state)
{
	(void)state;
	check_possible("zalo oxy hõc tàp pãt mảch họcc hcọ hoctap ke\xcc\x82k "
		       "qo qu q ng b gha nghơ ngê gê ci kđ web Facebook "
		       "ho5c ăng-gô 中 5 ngiêng yếc hynh bôông đ\xff ü đâo "
		       "họć hộc̣ nghiêngg", false);
	assert_false(text_possible("", 0));
	assert_false(text_possible("ho\0c", 4));
}

/* Read, written and made a term the way the analyzer has it. */
static void as_the_analyzer(void **state)
{
	static const char *const words[] = {
		"học", "hòa", "thủy", "quý", "mỹ", "kỳ", "được", "đường",
		"nghiêng", "ở", "gìn", "giữ", "khuỷu", "ngoài", "TIẾNG",
		"Hoàng", "khỏe", "quả", "giếng", "gia", "mía", "của", "lửa",
		"thuở", "quốc", "yến", "oán", "Đắk", "tuyết", "ngày",
	};
	struct text_analyzer *a = *state;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t n = strlen(words[i]), base_len, len;
		struct buf out = BUF_INIT;
		char term[TEXT_TERM_MAX];
		struct text_token t;
		struct syllable y;

		assert_true(syllable_read(&y, words[i], n));
		assert_int_equal(syllable_write(&y, &out), 0);
		assert_string_equal(out.s, words[i]);
		len = syllable_term(&y, term, &base_len);
		text_begin(a, words[i], n, 0);
		assert_int_equal(text_next(a, &t, NULL), 1);
		assert_int_equal(len, t.term_len);
		assert_int_equal(base_len, t.base_len);
		assert_memory_equal(term, t.term, len);
		buf_release(&out);
	}
}

static void i_or_y(void **state)
{
	static const char *const both[] = { "kĩ", "lí", "mi", "quí", "tỉ" };
	static const char *const one[] = { "kỹ", "thi", "ngài", "i", "kịp" };
	struct syllable y;

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		assert_true(syllable_read(&y, both[i], strlen(both[i])));
		assert_true(syllable_i_or_y(&y));
		assert_true(syllable_read(&y, one[i], strlen(one[i])));
		assert_false(syllable_i_or_y(&y));
	}
}

/* ----------------------------------------------------------------- splits */

struct splits {
	const char *s;
	struct buf out; /* the splits, each in ( ) */
	size_t stop;	/* after so many */
};

static bool see_split(void *arg, const size_t *ends, size_t n)
{
	struct splits *p = arg;
	size_t from = 0;

	assert_in_range(n, 2, SPLIT_MAX);
	buf_addc(&p->out, '(');
	for (size_t i = 0; i < n; from = ends[i++])
		buf_addf(&p->out, "%s%.*s", i ? " " : "",
			 (int)(ends[i] - from), p->s + from);
	buf_addc(&p->out, ')');
	assert_int_equal(ends[n - 1], strlen(p->s));
	return !p->stop || --p->stop;
}

static void check_splits(const char *s, size_t max, size_t stop,
			 const char *expected)
{
	struct splits p = { s, BUF_INIT, stop };
	size_t n = syllable_splits(s, strlen(s), max, see_split, &p), told = 0;

	for (size_t i = 0; i < p.out.len; i++)
		told += p.out.s[i] == '(';
	assert_int_equal(n, told);
	assert_string_equal(p.out.s ? p.out.s : "", expected);
	buf_release(&p.out);
}

static void splits(void **state)
{
	(void)state;
	check_splits("hoctap", 9, 0, "(hoc tap)");
	check_splits("họctập", 9, 0, "(học tập)");
	check_splits("HọcTập", 9, 0, "(Học Tập)");
	check_splits("panô", 9, 0, "(pan ô)(pa nô)");
	check_splits("tienganh", 9, 0,
		     "(tieng anh)(tien ganh)(ti eng anh)(ti en ganh)"
		     "(ti e nganh)");
	check_splits("nguoidan", 1, 0, "(nguoi dan)");
	check_splits("nguoidan", 9, 1, "(nguoi dan)");
	check_splits("hoc", 9, 0, "");
	check_splits("facebook", 9, 0, "");
	check_splits("", 9, 0, "");
	check_splits("hoctap", 0, 0, "");
}

/* However many ways there are, only `max` are looked for. */
static void splits_bounded(void **state)
{
	char s[SPLIT_LETTERS + 2];
	size_t n = 0;

	(void)state;
	while (n + 2 <= SPLIT_LETTERS) {
		s[n++] = 'o';
		s[n++] = 'a';
	}
	s[n] = '\0';
	check_splits(s, 9, 0, "");
	memset(s, 'a', sizeof(s));
	s[SPLIT_LETTERS + 1] = '\0';
	check_splits(s, 9, 0, "");
	check_splits("aaaaaaaa", 9, 0, "(a a a a a a a a)");
	check_splits("aaaaaaaaa", 9, 0, "");
}

/* ------------------------------------------------------------------ slips */

struct wanted {
	const char *meant;
	enum syllable_slip slip;
	int times;
	size_t n;
	size_t stop;
};

static bool see_variant(void *arg, const struct syllable *y,
			enum syllable_slip slip)
{
	struct wanted *w = arg;
	struct buf out = BUF_INIT;

	assert_true(syllable_possible(y));
	assert_int_equal(syllable_write(y, &out), 0);
	w->n++;
	if (w->meant && strcmp(out.s, w->meant) == 0) {
		w->times++;
		w->slip = slip;
	}
	buf_release(&out);
	return !w->stop || w->n < w->stop;
}

static void check_slip(const char *typed, const char *meant,
		       enum syllable_slip slip)
{
	struct wanted w = { .meant = meant };
	struct syllable y;

	assert_true(syllable_read(&y, typed, strlen(typed)));
	syllable_variants(&y, see_variant, &w);
	if (w.times != 1 || w.slip != slip)
		fail_msg("%s for %s: %d times, slip %d of %zu", typed, meant,
			 w.times, (int)w.slip, w.n);
	assert_in_range(w.n, 1, 400);
}

static void slips(void **state)
{
	(void)state;
	check_slip("đừc", "đức", SLIP_TONE);
	check_slip("đưc", "đức", SLIP_TONE);
	check_slip("tạp", "tập", SLIP_SHAPE);
	check_slip("dạo", "đạo", SLIP_SHAPE);
	check_slip("tắn", "tấn", SLIP_SHAPE);
	check_slip("đuòng", "đường", SLIP_SHAPE);
	check_slip("đuờng", "đường", SLIP_SHAPE);
	check_slip("họcc", "học", SLIP_DOUBLED);
	check_slip("nghiêngg", "nghiêng", SLIP_DOUBLED);
	check_slip("hhọc", "học", SLIP_DOUBLED);
	check_slip("họọc", "học", SLIP_DOUBLED);
	check_slip("đườờng", "đường", SLIP_DOUBLED);
	check_slip("vềe", "về", SLIP_DOUBLED);
	check_slip("hcọ", "học", SLIP_SWAPPED);
	check_slip("ọhc", "học", SLIP_SWAPPED);
	check_slip("đợưc", "được", SLIP_SWAPPED);
	check_slip("tạm", "trạm", SLIP_MISSING);
	check_slip("đợc", "được", SLIP_MISSING);
	check_slip("ghề", "nghề", SLIP_MISSING);
	check_slip("xang", "sang", SLIP_SOUND);
	check_slip("chung", "trung", SLIP_SOUND);
	check_slip("nàng", "làng", SLIP_SOUND);
	check_slip("biếc", "biết", SLIP_SOUND);
	check_slip("ngề", "nghề", SLIP_MISSING);
	check_slip("hpc", "hoc", SLIP_NEIGHBOUR);
	check_slip("nọc", "học", SLIP_NEIGHBOUR);
	check_slip("họac", "học", SLIP_EXTRA);
}

/* Capitals stay where they were. */
static void slips_case(void **state)
{
	(void)state;
	check_slip("Họcc", "Học", SLIP_DOUBLED);
	check_slip("HỌCC", "HỌC", SLIP_DOUBLED);
	check_slip("Hcọ", "Học", SLIP_SWAPPED);
	check_slip("Ọhc", "Học", SLIP_SWAPPED);
	check_slip("TẠM", "TRẠM", SLIP_MISSING);
	check_slip("Ghề", "Nghề", SLIP_MISSING);
	check_slip("Xang", "Sang", SLIP_SOUND);
}

/* Never the word itself, nothing for what is far from a syllable. */
static void slips_none(void **state)
{
	struct wanted w = { .meant = "học" };
	struct syllable y;

	(void)state;
	syllable_read(&y, "học", strlen("học"));
	syllable_variants(&y, see_variant, &w);
	assert_int_equal(w.times, 0);
	assert_in_range(w.n, 20, 400);
	w = (struct wanted){ .stop = 3 };
	syllable_variants(&y, see_variant, &w);
	assert_int_equal(w.n, 3);
	w = (struct wanted){ .n = 0 };
	syllable_read(&y, "wzfjwzfj", 8);
	syllable_variants(&y, see_variant, &w);
	assert_int_equal(w.n, 0);
	y.n = 0;
	syllable_variants(&y, see_variant, &w);
	assert_int_equal(w.n, 0);
	/* Two tones are no slip of this kind. */
	assert_false(syllable_read(&y, "hóọc", strlen("hóọc")));
	assert_false(syllable_read(&y, "hòá", strlen("hòá")));
	assert_false(syllable_read(&y, "họôc", strlen("họôc")) &&
		     syllable_possible(&y));
}

static int setup(void **state)
{
	return text_analyzer_open((struct text_analyzer **)state, NULL);
}

static int teardown(void **state)
{
	text_analyzer_close(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(possible),
		cmocka_unit_test(impossible),
		cmocka_unit_test(as_the_analyzer),
		cmocka_unit_test(i_or_y),
		cmocka_unit_test(splits),
		cmocka_unit_test(splits_bounded),
		cmocka_unit_test(slips),
		cmocka_unit_test(slips_case),
		cmocka_unit_test(slips_none),
	};

	return cmocka_run_group_tests_name("syllable", tests, setup, teardown);
}
