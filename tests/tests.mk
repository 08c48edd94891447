# tests.mk - what `make test` and `make soak` run; included by the root Makefile, paths are from there.
# The programs of isa, priv and smp are built by pytest (tests/programs.py), those of C through sw/sw.mk.
TEST_DEPS += $(SIM) $(BUILD)/sim/twinhart-check $(BUILD)/sim/twinhart-ref
