/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * weight - BM25 with two ways to normalise a frequency and two to saturate it.
 *
 *	w = f * idf * (k1 + 1) * x / (x + k1)
 *	k1 is k1_pair						STORE_PAIR
 *	idf = ln(1 + (N - n + 0.5) / (n + 0.5))		never negative
 *	x = wdf / (1 - b + b * length / mean length)	STORE_BY_LENGTH, STORE_PAIR
 *	x = wdf / SCHEMA_TITLE_UNIT			STORE_NORMALISED
 *
 * (Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and
 * Beyond, 2009, section 3.4 and, for fields, 3.6; this idf is Lucene's.)  Xapian
 * has one length for a document and none for a field: a title of two words would
 * count as long as the report below it.  So the frequency of a title term is
 * normalised when it is indexed, see schema_title_wdf().
 *
 * Of a synonym, and where shards are searched one by one, idf is 1 here and in the
 * factor f (query.cc), and the mean length is told.
 *
 * The one is told from the other by the wqf of the query term, which a weight is
 * shown and which BM25 as we use it has no other use for.
 */
#ifndef TRACUU_STORE_WEIGHT_H
#define TRACUU_STORE_WEIGHT_H

#include <xapian.h>

#include "store/store.h"

class report_weight : public Xapian::Weight
{
	struct store_bm25 bm25;
	double mean_length;	/* of all shards; 0: as Xapian has it */
	double k1 = 0;		/* of the term at hand */
	double factor = 0;	/* f * idf * (k1 + 1) */
	double per_length = 0;	/* b / mean length */
	bool normalised = false;

	report_weight *clone() const override;
	void init(double scale) override;
	double of(double x) const;
	double spread(Xapian::termcount length) const;

    public:
	explicit report_weight(const struct store_bm25 &parameters,
			       double mean = 0);

	double get_sumpart(Xapian::termcount wdf, Xapian::termcount length,
			   Xapian::termcount unique) const override;
	double get_maxpart() const override;
	double get_sumextra(Xapian::termcount length,
			    Xapian::termcount unique) const override;
	double get_maxextra() const override;
};

#endif
