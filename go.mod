module nightbeat

go 1.26.8

require (
	github.com/alecthomas/kong v1.17.0
	github.com/paulmach/orb v0.14.0
)

require github.com/alecthomas/repr v0.5.4 // indirect
