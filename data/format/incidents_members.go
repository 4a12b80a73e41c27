package format

// kind is what an object says it is.
type kind uint8

const (
	unknown kind = iota
	feature
	featureCollection
)

// members are those of a feature and of its geometry that are read; each may be given once.
type members uint16

const (
	memberType members = 1 << iota
	memberID
	memberGeometry
	memberProperties
	memberFeatures
	memberCRS
	memberGeometryType
	memberCoordinates
	memberGeometryCRS
	memberOther members = 0
)

func featureMember(name []byte) members {
	switch string(name) {
	case "type":
		return memberType
	case "id":
		return memberID
	case "geometry":
		return memberGeometry
	case "properties":
		return memberProperties
	case "features":
		return memberFeatures
	case "crs":
		return memberCRS
	}
	return memberOther
}

func geometryMember(name []byte) members {
	switch string(name) {
	case "type":
		return memberGeometryType
	case "coordinates":
		return memberCoordinates
	case "crs":
		return memberGeometryCRS
	}
	return memberOther
}

// form is what a JSON value is.
type form uint8

const (
	absent form = iota // or null
	text
	number
	object
	array
	boolean
)
