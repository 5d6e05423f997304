# The furniture rules are data (furniture.rules); the program carries them as a
# string and compiles them when it starts.
$(B)/indexer/furniture_rules.h: indexer/furniture.rules
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D) && sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/.*/"&\\n"/' $< >$@
$(B)/indexer/furniture.o: $(B)/indexer/furniture_rules.h
