# Each check is a step of its own in .ci/steps, and can be run alone: make vet, make imports, ...
STEPS := format vet imports staticcheck types build unit race fuzz vulnerabilities

.PHONY: test setup crash qgis bench bench-load bench-routing bench-tours picture vendor-web screenshots $(STEPS)

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

# Mean and worst gap to the best known rewards, and mean gap to the bound, for 1, 5 and 10 s of processor time a run, one
# thread, three seeds: over about thirty instances of each published set, or with EVERY=1 over all.
bench-tours:
	go run ./planner/tours/bench -limits 1s,5s,10s -seeds 3 -every $(or $(EVERY),0)

# Requests a second, and how long they take at the 50th and 99th percentile, over 32 connections for ten seconds each:
# while nothing else happens, and while plans are made.
bench-load:
	go test -run='^$$' -bench=Items -benchtime=1x ./cmd/nightbeat

# Kill -9 of a process that writes to a store, 25 times at random moments.
crash:
	NIGHTBEAT_CRASHES=25 go test -count=1 -run TestKilledAtAnyMoment -v ./data/sqlite

# QGIS, offscreen, on a live server and its store; installs QGIS (193 MB to fetch, 923 MB on the disk, two minutes) where it is missing.
qgis:
	@sh .ci/steps/qgis

# The pages' map library, taken from npm anew; only to change its version.
vendor-web:
	@sh .ci/steps/vendor-web

# The pictures of the pages in docs/pages, taken while a browser goes through the night.
screenshots:
	mkdir -p docs/pages
	NIGHTBEAT_REAL=1 NIGHTBEAT_PICTURES=$(CURDIR)/docs/pages go test -count=1 -run TestNightInABrowser ./cmd/nightbeat

# The picture in the README and the sample town's files, made anew.
picture:
	go run ./cmd/nightbeat plan --sample --out docs/night.svg
