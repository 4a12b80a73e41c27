package road

// Describe names a place's street and the nearest street that crosses it, "" where they have no name.
func (n *Network) Describe(p Place) (street, cross string) {
	if p.Edge < 0 || p.Edge >= len(n.edges) {
		return "", ""
	}
	street = n.name(p.Edge)
	whole := float64(n.edges[p.Edge].mm) / 1000
	back, backM := n.crossing(int32(2*p.Edge+1), street, p.Along)
	ahead, aheadM := n.crossing(int32(2*p.Edge), street, whole-p.Along)
	if back != "" && (ahead == "" || backM <= aheadM) {
		return street, back
	}
	return street, ahead
}

// maxPieces is how many pieces of a street Describe looks along for a street that crosses it.
const maxPieces = 12

// crossing goes along a street from an arc's end until a street of another name meets it, and says how far that is.
func (n *Network) crossing(arc int32, street string, metres float64) (string, float64) {
	for range maxPieces {
		next := int32(-1)
		cross := ""
		for _, leaving := range n.leaving.of(int(n.head(arc))) {
			switch name := n.name(int(leaving >> 1)); {
			case name != "" && name != street:
				if cross == "" || name < cross {
					cross = name
				}
			case name == street && leaving>>1 != arc>>1 && next < 0:
				next = leaving
			}
		}
		if cross != "" {
			return cross, metres
		}
		if next < 0 {
			return "", 0
		}
		arc = next
		metres += float64(n.edges[arc>>1].mm) / 1000
	}
	return "", 0
}
