# tests.mk - what `make test` and `make soak` run; included by the root Makefile, paths are from there.
# The programs of isa, priv and smp are built by pytest (tests/programs.py), those of C through sw/sw.mk.
TEST_DEPS += $(SIM) $(BUILD)/sim/twinhart-check $(BUILD)/sim/twinhart-ref

##@ Proofs
.PHONY: formal formal-short formal-breaks

# PROOF: a proof's name, or its beginning, or NAME/CASE.
FORMAL = $(PYTHON) tests/formal/run.py $(if $(PROOF),--proof=$(PROOF))
formal: ## proofs of tests/formal, with Yosys and Yices from pip; PROOF=name for one
	$(Q)$(FORMAL)

formal-short: ## those proofs that CI runs, under eight minutes
	$(Q)$(FORMAL) --short

formal-breaks: ## put each fault that is named with a proof into the design: the proof must fail
	$(Q)$(FORMAL) --breaks
