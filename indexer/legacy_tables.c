/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the bytes of the old encodings stand for, 16 in a row.
 *
 *   TCVN3	  the standard TCVN 5712:1993 (VN1), and its part VN3 as the ABC
 *		  fonts of Windows have it
 *   VNI	  the fonts of VNI Software for Windows
 *   windows-1258 Microsoft's code page
 *   VISCII	  RFC 1456
 *   VPS	  the fonts of the Vietnamese Professionals Society
 */
#include "indexer/legacy.h"

/* Punctuation where windows-1252 has it, as all fonts of Windows do that have
 * no letters there. */
#define WINDOWS_80_TO_9F                                                       \
	u"€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD"                                     \
	u"\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ"
#define WINDOWS_A0_TO_BF                                                       \
	u"\u00A0¡¢£¤¥¦§¨©ª«¬\u00AD®¯"                                          \
	u"°±²³´µ¶·¸¹º»¼½¾¿"

#define TCVN_A0_TO_AF u"\u00A0ĂÂÊÔƠƯĐăâêôơưđẰ"
#define TCVN_B5_TO_FF                                                          \
	u"àảãáạẲằẳẵắẴ"                                                         \
	u"ẮẦẨẪẤỀặầẩẫấậèỂẻẽ"                                                    \
	u"éẹềểễếệìỉỄẾỒĩíịò"                                                    \
	u"Ổỏõóọồổỗốộờởỡớợù"                                                    \
	u"ỖủũúụừửữứựỳỷỹýỵỐ"

static const char16_t abc[] = WINDOWS_80_TO_9F TCVN_A0_TO_AF
	u"°±²³´" TCVN_B5_TO_FF;

static const char16_t tcvn[] =
	u"ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨ"
	u"ÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ" TCVN_A0_TO_AF
	u"\u0300\u0309\u0303\u0301\u0323" TCVN_B5_TO_FF;

static const char16_t tcvn_low[32] = {
	[0x01] = u'Ú', [0x02] = u'Ụ', [0x04] = u'Ừ', [0x05] = u'Ử',
	[0x06] = u'Ữ', [0x11] = u'Ứ', [0x12] = u'Ự', [0x13] = u'Ỳ',
	[0x14] = u'Ỷ', [0x15] = u'Ỹ', [0x16] = u'Ý', [0x17] = u'Ỵ',
};

/* A letter, and behind it a byte for all its marks: the rows c0 and d0 behind
 * capitals, e0 and f0 behind small letters. */
static const char16_t vni[] = WINDOWS_80_TO_9F WINDOWS_A0_TO_BF
	u"\u0302\u0302\u0302\u0302\u0302\u0302Ỉ\uFFFD\u0306\u0306\u0306\u0306ÌÍỴ\u0323"
	u"\uFFFDĐỊĨƠ\u0303Ư\uFFFD\u0300\u0301\u0306\u0309\u0306\uFFFD\uFFFD\uFFFD"
	u"\u0302\u0302\u0302\u0302\u0302\u0302ỉ\uFFFD\u0306\u0306\u0306\u0306ìíỵ\u0323"
	u"\uFFFDđịĩơ\u0303ư\uFFFD\u0300\u0301\u0306\u0309\u0306\uFFFD\uFFFD\uFFFD";

static const char16_t vni_tones[32] = {
	[0x00] = 0x0300, [0x01] = 0x0301, [0x03] = 0x0303, [0x04] = 0x0323,
	[0x05] = 0x0309, [0x08] = 0x0300, [0x09] = 0x0301, [0x0b] = 0x0323,
	[0x1a] = 0x0309, [0x1c] = 0x0303,
};

static const char16_t windows_1258[] = WINDOWS_80_TO_9F WINDOWS_A0_TO_BF
	u"ÀÁÂĂÄÅÆÇÈÉÊË\u0300ÍÎÏ"
	u"ĐÑ\u0309ÓÔƠÖ×ØÙÚÛÜƯ\u0303ß"
	u"àáâăäåæçèéêë\u0301íîï"
	u"đñ\u0323óôơö÷øùúûüư₫ÿ";

static const char16_t viscii[] =
	u"ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ"
	u"ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
	u"Õắằặấầẩậẽẹếềểễệố"
	u"ồổỗỠƠộờởịỰỨỪỬơớƯ"
	u"ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ"
	u"ĐứÒÓÔạỷừửÙÚỹỵÝỡư"
	u"àáâãảăữẫèéêẻìíĩỉ"
	u"đựòóôõỏọụùúũủýợỮ";

static const char16_t viscii_low[32] = {
	[0x02] = u'Ẳ', [0x05] = u'Ẵ', [0x06] = u'Ẫ',
	[0x14] = u'Ỷ', [0x19] = u'Ỹ', [0x1e] = u'Ỵ',
};

static const char16_t vps[] =
	u"ÀẢÃẤẦẨọỗĂếềểệẮẰẲ"
	u"Ế\uFFFD\uFFFDỀỂỄỐỒỔỖýỷỵỚỜỞ"
	u"\u00A0ắằẳẵặỠớÙờởỡŨỨợỪ"
	u"ổỬỲỸÍÌộỈĨÓửữÒỎÕự"
	u"ầÁÂấẩẫậđẻÉÊẹỉễịỹ"
	u"ƯỦồốÔỏơÈừứÚũưÝẺ\uFFFD"
	u"àáâãảạă\uFFFDèéêẽìí\uFFFDĩ"
	u"ẴĐòóôõ\uFFFDƠụùúủ\uFFFDỶẼỳ";

static const char16_t vps_low[32] = {
	[0x02] = u'Ạ', [0x03] = u'Ậ', [0x04] = u'Ặ', [0x05] = u'Ẹ',
	[0x06] = u'Ệ', [0x10] = u'Ị', [0x11] = u'Ọ', [0x12] = u'Ộ',
	[0x13] = u'Ợ', [0x14] = u'Ụ', [0x15] = u'Ự', [0x19] = u'Ỵ',
	[0x1c] = u'Ẫ', [0x1d] = u'Ữ',
};

#define IS_HALF(table) \
	_Static_assert(sizeof(table) == 129 * sizeof(char16_t), "128 bytes")
IS_HALF(abc);
IS_HALF(tcvn);
IS_HALF(vni);
IS_HALF(windows_1258);
IS_HALF(viscii);
IS_HALF(vps);

const struct legacy_table legacy_tables[LEGACY_TABLES] = {
	{ ENCODING_TCVN3, NULL, abc, NULL, 0 },
	{ ENCODING_TCVN3, tcvn_low, tcvn, NULL, 0 },
	{ ENCODING_VNI, NULL, vni, vni_tones, 0 },
	{ ENCODING_WINDOWS_1258, NULL, windows_1258, NULL, 0 },
	{ ENCODING_VISCII, viscii_low, viscii, NULL, .5 },
	{ ENCODING_VPS, vps_low, vps, NULL, .5 },
};
