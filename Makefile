# Each check is a step of its own in .ci/steps, and can be run alone: make vet, make imports, ...
STEPS := format vet imports staticcheck build unit race fuzz vulnerabilities

.PHONY: test setup crash bench bench-routing bench-tours picture $(STEPS)

# Everything that has to pass; installs what the tests need first.
test: setup $(STEPS)

setup $(STEPS):
	@sh .ci/steps/$@

# Load, surface, graph, matrix, search and whole-plan times, memory.
bench:
	@sh .ci/steps/bench

# Lengths and times against those of other routers, pair by pair; and routes and tables against Dijkstra's in all towns.
bench-routing:
	go test -count=1 -run='OtherRouters|^TestExact$$' -v ./geo/road -thorough

# Mean and worst gap to the best known rewards for 1, 5 and 10 s of processor time a run, one thread: over about thirty
# instances of each published set, or with EVERY=1 over all.
bench-tours:
	go run ./planner/tours/bench -limits 1s,5s,10s -every $(or $(EVERY),0)

# Kill -9 of a process that writes to a store, 25 times at random moments.
crash:
	NIGHTBEAT_CRASHES=25 go test -count=1 -run TestKilledAtAnyMoment -v ./data/sqlite

# The picture in the README and the sample town's files, made anew.
picture:
	go run ./cmd/nightbeat plan --sample --out docs/night.svg
