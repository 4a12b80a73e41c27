module nightbeat

go 1.26.8

require (
	github.com/alecthomas/kong v1.17.0
	github.com/paulmach/orb v0.14.0
	github.com/paulmach/osm v0.8.0
)

require (
	github.com/alecthomas/repr v0.5.4 // indirect
	go.mongodb.org/mongo-driver/v2 v2.5.0 // indirect
)
