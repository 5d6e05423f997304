# SPDX-License-Identifier: GPL-2.0-or-later
#
# The table of abbreviations is data; the program carries it as a string.
$(B)/lib/search/abbreviations_txt.h: lib/search/abbreviations.txt
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D) && sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/.*/"&\\n"/' $< >$@
$(B)/lib/search/abbrev.o: $(B)/lib/search/abbreviations_txt.h
