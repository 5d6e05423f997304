# SPDX-License-Identifier: GPL-2.0-or-later
#
# The break rules are data (break.rules); the program carries them as a string
# and ICU compiles them when an analyzer is first opened.
$(B)/lib/text/break_rules.h: lib/text/break.rules
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D) && sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/.*/"&\\n"/' $< >$@
$(B)/lib/text/break.o: $(B)/lib/text/break_rules.h
