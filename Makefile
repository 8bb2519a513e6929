.DEFAULT_GOAL := help
MVN := mvn -B -q
QUICK ?=

.PHONY: help tidy check test system demo bench

help: ## this list
	@awk -F ':.*## ' '/^[a-z%-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

tidy: ## format the Java files that differ from main; ALL=1 for every one
	$(MVN) -pl testkit verify -Dformat.skip=false -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dedos.tidy="$(if $(ALL),all,$(shell git diff --name-only main -- '*.java'; git ls-files -o --exclude-standard '*.java') none)"

check: ## everything: formatting, static checks, all tests
	mvn -B verify

test: ## unit and contract tests
	$(MVN) test

system: ## system tests only: the whole program, as its users run it
	$(MVN) verify -Dformat.skip -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false

demo: ## the demo: a publisher, mirrors and clients on this machine
	./edos demo

bench: ## all measurements of the budgets; QUICK=1 for smaller runs
	$(MVN) -pl bench -am -DskipTests package
	EDOS_JAR=bench/target/bench/bench.jar ./edos $(if $(QUICK),--quick)

bench-%: ## the measurement of that name; QUICK=1 for a smaller run
	$(MVN) -pl bench -am -DskipTests package
	EDOS_JAR=bench/target/bench/bench.jar ./edos $* $(if $(QUICK),--quick)
