/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * form - the form of administrative documents, as Nghị định 30/2020/NĐ-CP has it:
 *
 *	ỦY BAN NHÂN DÂN		CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
 *	TỈNH VÂN GIANG		   Độc lập - Tự do - Hạnh phúc
 *	Số: 4317/QĐ-UBND	Vân Giang, ngày 05 tháng 3 năm 2021
 *
 *				QUYẾT ĐỊNH
 *		Về việc hỗ trợ sản xuất lúa sạch
 *	...
 *	Nơi nhận:			KT. CHỦ TỊCH
 *	- Như Điều 3;			Nguyễn Văn Nghi
 *
 * The motto tells that a text has this form, or ĐẢNG CỘNG SẢN VIỆT NAM, of those of
 * the Party.  Around it stand, in any order, as two columns or one below the
 * other, and broken into lines as a web page may have them: the country, the
 * issuer in capitals, the number, place and date, and rules without words.  The
 * name of a kind of document ends the letterhead, or the first line of another
 * sort; of letters it has what they are about, below the number: "V/v ...".
 *
 * From it come the date, the issuer as the author and, where the text begins with
 * it, the title: the line below the kind, which says what the document is about,
 * or that of the kind where it says so itself: "ĐƠN XIN NGHỈ PHÉP".
 * All these lines, and at the end recipients and signature, are LINE_FORM: no
 * headings, though they are in capitals.
 *
 * Private to document.c.  Errors are E_NOMEM and E_INTERNAL.
 */
#ifndef TRACUU_INDEXER_FORM_H
#define TRACUU_INDEXER_FORM_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "text/text.h"

/* Words as the analyzer writes them (words.h), and the issuer found last. */
struct form_words {
	struct buf motto, party, country, number, day, month, year;
	struct buf recipients;
	struct buf types, titles, names; /* between '\n' */
	struct buf issuer;
	struct buf row; /* the lines of a letterhead as one */
};
int form_init(struct form_words *w, struct text_analyzer *a, struct err *e);
void form_release(struct form_words *w);

/* What was found of it; all 0 where a text has another form. */
struct form {
	size_t title;	 /* 1-based line; 0: above the letterhead */
	size_t dateline; /* 1-based; 0: none */
	bool found;
};

struct reading;
/* Mark the letterhead, and set date and author. */
int form_head(struct reading *d, struct form *ret);
/* Mark recipients and signatures of a text of this form. */
int form_tail(struct reading *d);

#endif
