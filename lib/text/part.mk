# SPDX-License-Identifier: GPL-2.0-or-later
#
# The break rules are data (break.rules).  A program made here compiles them for
# the ICU at hand; ours carry the result, and the text for any other ICU.
$(B)/lib/text/break_rules.h: lib/text/break.rules
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D) && sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/.*/"&\\n"/' $< >$@
$(B)/lib/text/break_compile.o: $(B)/lib/text/break_rules.h

sources += tools/break_rules.c
$(B)/tools/break_rules: $(B)/tools/break_rules.o $(B)/lib/text/break_compile.o $(call lib_of,base)
	$(call say,LINK,$@)
	$(Q)$(CC) $(sanitize) $(CFLAGS) -o $@ $^ -Wl,--as-needed $(call link_pkgs,$(text_pkgs) $(base_pkgs)) $(LDFLAGS)
-include $(B)/tools/break_rules.d

$(B)/lib/text/break_built.h: $(B)/tools/break_rules
	$(call say,GEN,$@)
	$(Q)$< >$@
$(B)/lib/text/break.o $(B)/tests/unit/test_break.o: $(B)/lib/text/break_built.h
