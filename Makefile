# SPDX-License-Identifier: GPL-2.0-or-later
#
# One Makefile; each folder adds its own part in FOLDER/part.mk (no recursion).
#
#	make			build/tracuu, build/tracuud, build/tracuu-index
#	make demo		the whole main job on the sample archive
#	make check		every test, under AddressSanitizer and UBSan
#	make deps		install the Debian packages of deps.txt
#	make install		DESTDIR= prefix=/usr/local
#	make lint bench fuzz clean dist compile_commands.json
#
# Variables: SANITIZE=address,undefined or thread; DEVELOPER=1 for -Werror;
# V=1 shows the commands; CFLAGS, CXXFLAGS and LDFLAGS are the user's, last.

SHELL = /bin/sh
.DELETE_ON_ERROR:
.SUFFIXES:

VERSION := 0.1.0
prefix ?= /usr/local
bindir ?= $(prefix)/bin
sbindir ?= $(prefix)/sbin
datadir ?= $(prefix)/share
mandir ?= $(datadir)/man
vimdir ?= $(datadir)/vim/vimfiles

PKG_CONFIG ?= pkg-config
comma := ,
B := build$(if $(SANITIZE),/san-$(subst $(comma),-,$(SANITIZE)))

CFLAGS ?= -O2 -g
CXXFLAGS ?= -O2 -g
warnings := -Wall -Wextra -Wshadow -Wconversion -Wvla -Wformat=2
cwarnings := -Wstrict-prototypes -Wmissing-prototypes
ifdef DEVELOPER
warnings += -Werror
endif
ifdef SANITIZE
sanitize := -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer
endif
base_flags := -Ilib -I. -I$(B) -D_GNU_SOURCE -DTRACUU_VERSION='"$(VERSION)"' \
	-ffile-prefix-map=$(CURDIR)=. -fvisibility=hidden $(sanitize)

# Packages are asked for when a rule runs, not when this file is read, so that
# `make deps` works on a machine that has no pkg-config yet.
pkg_cflags = $(shell $(PKG_CONFIG) --cflags $(pkgs))
ALL_CFLAGS = -std=c11 $(base_flags) $(warnings) $(cwarnings) $(pkg_cflags) $(CPPFLAGS) $(CFLAGS)
ALL_CXXFLAGS = -std=c++17 $(base_flags) $(warnings) $(pkg_cflags) $(CPPFLAGS) $(CXXFLAGS)
pkgs = icu-uc icu-i18n jansson libseccomp libuv inih libxxhash libzstd xapian-core libxml-2.0 zlib

Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-7s %s\n' '$(1)' '$(patsubst build/%,%,$(2))';)

all: $(B)/tracuu $(B)/tracuud $(B)/tracuu-index

# A library is every source of its folder, a program too.
libs := base confine text store search proto
programs := client daemon indexer
sources :=
define folder
$(1)_src := $$(sort $$(wildcard $(2)/*.c $(2)/*/*.c $(2)/*.cc))
$(1)_obj := $$(patsubst %,$$(B)/%.o,$$(basename $$($(1)_src)))
sources += $$($(1)_src)
endef
$(foreach l,$(libs),$(eval $(call folder,$(l),lib/$(l))))
$(foreach p,$(programs),$(eval $(call folder,$(p),$(p))))

lib_of = $(B)/lib$(1).a
define library
$(call lib_of,$(1)): $$($(1)_obj)
endef
$(foreach l,$(libs),$(eval $(call library,$(l))))

$(B)/lib%.a:
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) Drcs $@ $^

# Who links what: docs/architecture.md.
client_libs := proto base
indexer_libs := text store confine base
daemon_libs := search text store proto confine base
text_pkgs := icu-uc icu-i18n
store_pkgs := xapian-core libzstd jansson
proto_pkgs := jansson
base_pkgs := libxxhash inih
confine_pkgs := libseccomp
daemon_pkgs := libuv
indexer_pkgs := jansson libxml-2.0 zlib
pkgs_of = $(sort $(foreach l,$(1),$($(l)_pkgs)))
link_pkgs = $(if $(strip $(1)),$(shell $(PKG_CONFIG) --libs $(1)))

$(B)/tracuu: $(client_obj) $(foreach l,$(client_libs),$(call lib_of,$(l)))
	$(call say,LINK,$@)
	$(Q)$(CC) $(sanitize) $(CFLAGS) -o $@ $^ -Wl,--as-needed $(call link_pkgs,$(call pkgs_of,client $(client_libs))) -lpthread $(LDFLAGS)
$(B)/tracuud: $(daemon_obj) $(foreach l,$(daemon_libs),$(call lib_of,$(l)))
	$(call say,LINK,$@)
	$(Q)$(CXX) $(sanitize) $(CXXFLAGS) -o $@ $^ -Wl,--as-needed $(call link_pkgs,$(call pkgs_of,daemon $(daemon_libs))) -lpthread $(LDFLAGS)
$(B)/tracuu-index: $(indexer_obj) $(foreach l,$(indexer_libs),$(call lib_of,$(l)))
	$(call say,LINK,$@)
	$(Q)$(CXX) $(sanitize) $(CXXFLAGS) -o $@ $^ -Wl,--as-needed $(call link_pkgs,$(call pkgs_of,indexer $(indexer_libs))) -lpthread $(LDFLAGS)

$(B)/%.o: %.c Makefile
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<
$(B)/%.o: %.cc Makefile
	$(call say,CXX,$@)
	$(Q)mkdir -p $(@D) && $(CXX) $(ALL_CXXFLAGS) -MMD -MP -c -o $@ $<

# Parts: rules of one folder.
include $(sort $(wildcard lib/*/part.mk lib/*/*/part.mk */part.mk tests/*/part.mk))

objects = $(foreach x,$(libs) $(programs),$($(x)_obj))
-include $(objects:.o=.d)

# ------------------------------------------------------------------ packages

deps:
	$(Q)sh tests/lib/deps.sh install deps.txt

# ------------------------------------------------------------------- the rest

install: all
	install -d $(DESTDIR)$(bindir) $(DESTDIR)$(sbindir) $(foreach s,1 5 7 8,$(DESTDIR)$(mandir)/man$(s))
	install $(B)/tracuu $(B)/tracuu-index $(DESTDIR)$(bindir)
	install $(B)/tracuud $(DESTDIR)$(sbindir)
	$(foreach s,1 5 7 8,$(if $(wildcard man/*.$(s)),install -m 644 $(wildcard man/*.$(s)) $(DESTDIR)$(mandir)/man$(s);))
	install -d $(DESTDIR)$(vimdir)/plugin $(DESTDIR)$(vimdir)/doc
	install -m 644 editors/vim/plugin/tracuu.vim $(DESTDIR)$(vimdir)/plugin
	install -m 644 editors/vim/doc/tracuu.txt $(DESTDIR)$(vimdir)/doc

uninstall:
	rm -f $(addprefix $(DESTDIR)$(bindir)/,tracuu tracuu-index) $(DESTDIR)$(sbindir)/tracuud
	rm -f $(foreach s,1 5 7 8,$(addprefix $(DESTDIR)$(mandir)/man$(s)/,$(notdir $(wildcard man/*.$(s)))))
	rm -f $(DESTDIR)$(vimdir)/plugin/tracuu.vim $(DESTDIR)$(vimdir)/doc/tracuu.txt

dist:
	git archive --format=tar --prefix=tracuu-$(VERSION)/ HEAD | gzip -n >tracuu-$(VERSION).tar.gz

# Text inside the shell's single quotes.
quoted = $(subst ','\'',$(1))
compile_commands.json: $(sources) Makefile
	$(Q)sh tests/lib/compile-commands.sh '$(call quoted,$(CC) $(ALL_CFLAGS))' '$(call quoted,$(CXX) $(ALL_CXXFLAGS))' $(sources) >$@

clean:
	rm -rf build compile_commands.json tracuu-*.tar.gz

.PHONY: all deps install uninstall dist clean
