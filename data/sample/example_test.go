package sample_test

import (
	"fmt"

	"nightbeat/data/sample"
)

func ExampleTruth() {
	for _, h := range sample.Truth().HotSpots {
		fmt.Printf("%3d x %-18s %02d-%02d h, %d m: %s\n", h.Planted, h.Category, h.Hours[0], h.Hours[1], h.RadiusM, h.Name)
	}
	// Output:
	// 520 x Theft from vehicle 23-05 h, 150 m: Cars broken into at night in Qingnian Li
	// 400 x Theft from vehicle 00-05 h, 150 m: Cars broken into at night in Tiedao Li, behind the railway
	// 560 x Pickpocketing      07-11 h, 150 m: Pickpockets on market mornings
	// 480 x Shoplifting        10-20 h, 120 m: Shoplifting at the mall
	// 380 x Fight              22-01 h, 150 m: Fights by the restaurants from Thursday to Saturday
	// 260 x E-bike theft       08-17 h, 130 m: E-bikes stolen at the hospital, until its new shed
	//  32 x Burglary           01-04 h, 130 m: Burglary series in Donghe Li
}
