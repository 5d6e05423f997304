/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/weight.h"

#include <math.h>

#include "store/objects.h"
#include "store/schema.h"

double store_idf(uint64_t documents, uint64_t df) noexcept
{
	double n = static_cast<double>(df);
	double all = static_cast<double>(documents);

	/* Where shards overlap in time n may be above N for a moment. */
	if (all < n)
		all = n;
	return log(1 + (all - n + 0.5) / (n + 0.5));
}

report_weight::report_weight(const struct store_bm25 &parameters, double mean)
	: bm25(parameters), mean_length(mean)
{
	need_stat(COLLECTION_SIZE);
	need_stat(TERMFREQ);
	need_stat(AVERAGE_LENGTH);
	need_stat(DOC_LENGTH);
	need_stat(DOC_LENGTH_MIN);
	need_stat(WDF);
	need_stat(WDF_MAX);
	need_stat(WQF);
}

report_weight *report_weight::clone() const
{
	return new report_weight(bm25, mean_length);
}

void report_weight::init(double scale)
{
	unsigned wqf = get_wqf(), norm = wqf & ~STORE_RATED;
	bool is_rated = wqf & STORE_RATED || wqf == STORE_SYNONYM_WQF;
	double idf = is_rated ? 1 : store_idf(get_collection_size(),
					      get_termfreq());
	double mean = mean_length > 0 ? mean_length : get_average_length();

	/* Xapian asks once for a part that depends on no term: none of ours. */
	if (scale == 0.0)
		return;
	k1 = norm == STORE_PAIR ? bm25.k1_pair : bm25.k1;
	factor = scale * idf * (k1 + 1);
	per_length = mean > 0 ? bm25.b / mean : 0;
	normalised = norm == STORE_NORMALISED;
}

double report_weight::of(double x) const
{
	return factor * x / (x + k1);
}

/* What a frequency is divided by. */
double report_weight::spread(Xapian::termcount length) const
{
	return normalised ? SCHEMA_TITLE_UNIT : 1 - bm25.b + per_length * length;
}

double report_weight::get_sumpart(Xapian::termcount wdf,
				  Xapian::termcount length,
				  Xapian::termcount) const
{
	return of(wdf / spread(length));
}

double report_weight::get_maxpart() const
{
	return of(get_wdf_upper_bound() /
		  spread(get_doclength_lower_bound()));
}

double report_weight::get_sumextra(Xapian::termcount, Xapian::termcount) const
{
	return 0;
}

double report_weight::get_maxextra() const
{
	return 0;
}
