# SPDX-License-Identifier: GPL-2.0-or-later
#
# The table of abbreviations is data; the program carries it as a string.
$(B)/lib/search/plan/abbreviations_txt.h: lib/search/plan/abbreviations.txt
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D) && sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/.*/"&\\n"/' $< >$@
$(B)/lib/search/plan/abbrev.o: $(B)/lib/search/plan/abbreviations_txt.h
