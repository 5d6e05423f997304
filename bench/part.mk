# Measurements: bench/README.md says what each is.
#
bench_bin := $(B)/bench/load $(B)/bench/analyze $(B)/bench/sketch $(B)/bench/linear
analyze_texts := ../shared/corpora/gov_policy
# nDCG@10 as written, without marks, with half of them.
relevance_least := alqac2024=.895/.89/.887 xquad_vi=.967/.962/.962 uit_regulations_wiki=.946/.942/.938
sources += bench/load.c

$(B)/bench/load: $(B)/bench/load.o
	$(call say,LINK,$@)
	$(Q)$(CC) $(sanitize) $(CFLAGS) -o $@ $^ $(LDFLAGS)
-include $(B)/bench/load.d

bench: all $(bench_bin)
	$(Q)bench/relevance --build $(B) --half $(patsubst %,--require %,$(relevance_least))
	$(Q)bench/typing --build $(B) --require 0
	$(Q)bench/first --build $(B)
	$(Q)bench/misspelt --build $(B) --require .85
	$(Q)bench/similar --build $(B)
	$(Q)bench/speed --build $(B) --peer fts5
	$(Q)if [ -d $(analyze_texts) ]; then $(B)/bench/analyze --require 25 $(analyze_texts)/*.txt; $(B)/bench/sketch $(analyze_texts)/*.txt; fi
	$(Q)$(B)/bench/linear
	$(Q)bench/noop --build $(B) --require
	$(Q)bench/memory --build $(B) --require 512
	$(Q)bench/encodings --build $(B) --require 99.5
	$(Q)bench/complete --build $(B) --require 5
	$(Q)bench/load --build $(B) --require --queries 100000

.PHONY: bench

# How fast the analyzer is: build/bench/analyze FILE...
# How well sketches tell reports apart: build/bench/sketch FILE...
$(B)/bench/analyze $(B)/bench/sketch: %: %.o $(call lib_of,text) $(call lib_of,base)
	$(call say,LINK,$@)
	$(Q)$(CC) $(sanitize) $(CFLAGS) -o $@ $^ -Wl,--as-needed $(call link_pkgs,$(call pkgs_of,text base)) -lpthread $(LDFLAGS)
-include $(B)/bench/analyze.d $(B)/bench/sketch.d
sources += bench/analyze.c bench/sketch.c

# Whether texts and queries are read in time in proportion to their length.
$(B)/bench/linear: $(B)/bench/linear.o $(foreach l,search text store base,$(call lib_of,$(l)))
	$(call say,LINK,$@)
	$(Q)$(CXX) $(sanitize) $(CXXFLAGS) -o $@ $^ -Wl,--as-needed $(call link_pkgs,$(call pkgs_of,search text store base)) -lpthread $(LDFLAGS)
-include $(B)/bench/linear.d
sources += bench/linear.c
