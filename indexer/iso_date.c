/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/iso_date.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static bool digits(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isdigit((unsigned char)s[i]))
			return false;
	return true;
}

static int number(const char *s)
{
	return (s[0] - '0') * 10 + s[1] - '0';
}

static bool is_date(const char *s, size_t n)
{
	return n >= 10 && digits(s, 4) && s[4] == '-' && digits(s + 5, 2) &&
	       s[7] == '-' && digits(s + 8, 2) && number(s + 5) >= 1 &&
	       number(s + 5) <= 12 && number(s + 8) >= 1 &&
	       number(s + 8) <= 31;
}

static bool is_hour(const char *s, size_t n)
{
	return n >= 6 && (s[0] == 'T' || s[0] == ' ') && digits(s + 1, 2) &&
	       s[3] == ':' && digits(s + 4, 2) && number(s + 1) < 24 &&
	       number(s + 4) < 60;
}

/* "Z", "+07:00", "+0700" or "+07" as "+07:00"; false for anything else. */
static bool read_zone(const char *s, size_t n, char ret[7])
{
	bool colon = n == 6 && s[3] == ':';

	if (n == 1 && (*s == 'Z' || *s == 'z')) {
		memcpy(ret, "+00:00", 7);
		return true;
	}
	if (n < 3 || (*s != '+' && *s != '-') || !digits(s + 1, 2))
		return false;
	memcpy(ret, s, 3);
	memcpy(ret + 3, ":00", 4);
	if (n == 3)
		return true;
	if ((n != 5 && !colon) || !digits(s + 3 + colon, 2))
		return false;
	memcpy(ret + 4, s + 3 + colon, 2);
	return true;
}

size_t iso_date(const char *s, size_t n, char ret[ISO_DATE_LEN + 1])
{
	size_t i = 16;
	bool zone;
	char seconds[] = ":00";

	if (!is_date(s, n))
		return 0;
	memcpy(ret, s, 10);
	ret[10] = '\0';
	if (!is_hour(s + 10, n - 10))
		return 10;
	if (n >= 19 && s[16] == ':' && digits(s + 17, 2)) {
		memcpy(seconds, s + 16, 3);
		i = 19;
	}
	if (i < n && s[i] == '.')
		for (i++; i < n && isdigit((unsigned char)s[i]);)
			i++;
	i += i < n && s[i] == ' ';
	ret[10] = 'T';
	memcpy(ret + 11, s + 11, 5);
	memcpy(ret + 16, seconds, 3);
	ret[19] = '\0';
	zone = read_zone(s + i, n - i, ret + 19);
	return zone ? ISO_DATE_LEN : 19;
}
