module nightbeat

go 1.26.8

require (
	github.com/alecthomas/kong v1.17.0
	github.com/paulmach/orb v0.14.0
	github.com/twpayne/go-geom v1.7.0
	github.com/twpayne/go-gpx v1.5.0
	github.com/twpayne/go-kml/v3 v3.6.0
)

require (
	go.mongodb.org/mongo-driver/v2 v2.5.0 // indirect
	golang.org/x/net v0.39.0 // indirect
	golang.org/x/text v0.24.0 // indirect
)
