# SPDX-License-Identifier: GPL-2.0-or-later
# Units for systemd, and their twin for cron, with the directories put in.

unitdir ?= $(prefix)/lib/systemd/system
sysusersdir ?= $(prefix)/lib/sysusers.d
tmpfilesdir ?= $(prefix)/lib/tmpfiles.d
crondir ?= /etc/cron.d
units := tracuud.service tracuud.socket tracuu-index.service tracuu-index.timer tracuu-index-watch.service
unit_fill = sed -e 's|@bindir@|$(bindir)|' -e 's|@sbindir@|$(sbindir)|' systemd/$(1).in >$(DESTDIR)$(2); chmod 644 $(DESTDIR)$(2)

install: install-units
install-units:
	install -d $(addprefix $(DESTDIR),$(unitdir) $(sysusersdir) $(tmpfilesdir) $(crondir))
	$(foreach u,$(units),$(call unit_fill,$(u),$(unitdir)/$(u));)
	$(call unit_fill,sysusers.conf,$(sysusersdir)/tracuu.conf)
	$(call unit_fill,tmpfiles.conf,$(tmpfilesdir)/tracuu.conf)
	$(call unit_fill,tracuu.cron,$(crondir)/tracuu)

uninstall: uninstall-units
uninstall-units:
	rm -f $(addprefix $(DESTDIR)$(unitdir)/,$(units))
	rm -f $(DESTDIR)$(sysusersdir)/tracuu.conf $(DESTDIR)$(tmpfilesdir)/tracuu.conf $(DESTDIR)$(crondir)/tracuu

.PHONY: install-units uninstall-units
