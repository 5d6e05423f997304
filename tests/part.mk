# Tests.  `make check` builds everything again with AddressSanitizer and UBSan
# in a folder of its own and runs, under prove: the unit tests, the fuzz targets
# over their seeds, and the system tests, which start the real programs.

unit_src := $(sort $(wildcard tests/unit/test_*.c))
unit_bin := $(patsubst %.c,$(B)/%,$(unit_src))
fuzz_src := $(sort $(wildcard tests/fuzz/fuzz_*.c))
fuzz_bin := $(patsubst %.c,$(B)/%,$(fuzz_src))
sources += $(unit_src) $(fuzz_src) tests/fuzz/driver.c
test_libs = $(foreach l,search text store proto confine base,$(call lib_of,$(l)))
test_link = -Wl,--as-needed $(shell $(PKG_CONFIG) --libs cmocka $(call pkgs_of,$(libs) $(programs))) -lpthread
# What a unit or fuzz test needs beyond the libraries, by name of the test.
unit_extra = $(filter-out %/main.o,$(if $(findstring _indexer,$@),$(indexer_obj)) $(if $(findstring test_client,$@),$(client_obj)) $(if $(findstring _daemon,$@),$(daemon_obj)))
programs_built = $(foreach p,tracuu tracuud tracuu-index,$(B)/$(p))

.SECONDEXPANSION:
$(unit_bin): %: %.o $$(unit_extra) $(test_libs)
	$(call say,LINK,$@)
	$(Q)$(CXX) $(sanitize) $(CXXFLAGS) -o $@ $^ $(test_link) $(LDFLAGS)
$(fuzz_bin): %: %.o $(B)/tests/fuzz/driver.o $$(unit_extra) $(test_libs)
	$(call say,LINK,$@)
	$(Q)$(CXX) $(sanitize) $(CXXFLAGS) -o $@ $^ $(test_link) $(LDFLAGS)
-include $(unit_bin:=.d) $(fuzz_bin:=.d) $(B)/tests/fuzz/driver.d

# What makes a call fail (tests/lib/faults.h), for LD_PRELOAD; never sanitized,
# since it stands in front of what is.
faults_so := $(B)/tests/lib/faults.so $(B)/tests/lib/faults-alloc.so $(B)/tests/lib/hang.so $(B)/tests/lib/jump.so
faults_so += $(B)/tests/lib/quota.so $(B)/tests/lib/breakout.so
sources += tests/lib/faults.c tests/lib/faults_serve.c tests/lib/faults_alloc.c tests/lib/hang.c tests/lib/jump.c
sources += tests/lib/quota.c tests/lib/breakout.c
$(faults_so): tests/lib/faults.h Makefile
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CC) -std=c11 -D_GNU_SOURCE -Itests $(warnings) $(CPPFLAGS) $(CFLAGS) -fPIC -shared -o $@ $(filter %.c,$^) $(LDFLAGS) $(if $(findstring alloc,$@),,-ldl)
$(B)/tests/lib/faults.so: tests/lib/faults.c tests/lib/faults_serve.c
$(B)/tests/lib/faults-alloc.so: tests/lib/faults_alloc.c
$(B)/tests/lib/hang.so: tests/lib/hang.c
$(B)/tests/lib/jump.so: tests/lib/jump.c
$(B)/tests/lib/quota.so: tests/lib/quota.c
$(B)/tests/lib/breakout.so: tests/lib/breakout.c

tests_built: $(programs_built) $(unit_bin) $(fuzz_bin) $(faults_so)

prove = prove --exec 'sh tests/lib/run.sh $(B)' $(if $(V),-v) --timer
check: deps
	$(Q)$(MAKE) --no-print-directory SANITIZE=address,undefined -j$$(nproc) tests_built
	$(Q)$(MAKE) --no-print-directory SANITIZE=address,undefined run_tests

run_tests: tests_built
	$(Q)$(prove) $(unit_bin) $(fuzz_bin) $(sort $(wildcard tests/system/t[0-9]*.sh))

# The daemon under 16 clients and reloads, with ThreadSanitizer.
check-thread: deps
	$(Q)$(MAKE) --no-print-directory SANITIZE=thread -j$$(nproc) tests_built
	$(Q)$(MAKE) --no-print-directory SANITIZE=thread run_tests_thread

run_tests_thread: tests_built
	$(Q)$(prove) $(sort $(wildcard tests/system/t[0-9]*-threads.sh))

# All of what the system tests try some of: some 20 minutes.
crash-matrix: tests_built
	$(Q)tests/lib/crash_matrix.py --build $(B) --every-alloc 7
histories: tests_built
	$(Q)tests/lib/histories.py --build $(B) --count 1000
	$(Q)tests/lib/histories.py --build $(B) --count 200 --watch

# Hostile clients of the daemon: make hostile CASES=100000 SEED=2
CASES ?= 100000
SEED ?= 1
hostile: deps
	$(Q)$(MAKE) --no-print-directory SANITIZE=address,undefined -j$$(nproc) tests_built
	$(Q)CASES=$(CASES) SEED=$(SEED) sh tests/lib/run.sh build/san-address-undefined tests/system/t0291-hostile-threads.sh
# A thousand generations under 16 clients, and what that leaves in memory.
reload-storm: tests_built
	$(Q)SWAPS=1000 sh tests/lib/run.sh $(B) tests/system/t0292-reload-threads.sh

# Calls of the daemon that fail, each in turn: some 15 minutes.
daemon-faults: tests_built
	$(Q)tests/lib/daemon_faults.py --build $(B) --every-alloc 7

lint:
	$(Q)sh tests/lib/lint.sh

# libFuzzer, with clang: make fuzz TARGET=text SECONDS=60
SECONDS ?= 60
fuzz:
	$(Q)sh tests/lib/fuzz.sh '$(TARGET)' '$(SECONDS)'

.PHONY: check check-thread crash-matrix histories hostile reload-storm daemon-faults run_tests run_tests_thread tests_built lint fuzz
