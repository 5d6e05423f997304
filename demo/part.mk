# The whole main job on the sample archive, for someone who has just cloned.
demo: deps
	$(Q)$(MAKE) --no-print-directory -j$$(nproc) all
	$(Q)sh demo/demo.sh $(B)

.PHONY: demo
