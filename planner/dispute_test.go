package planner

import "testing"

func TestKindOfDispute(t *testing.T) {
	for category, want := range map[string]string{
		"Dispute": KindOther, "Noise complaint": KindNoise, "噪音扰民": KindNoise, "Dogs: barking": KindDogs, "犬只扰民": KindDogs,
		"Family dispute": KindFamily, "Dispute - domestic": KindFamily, "家庭纠纷": KindFamily, "Parental dispute": KindFamily, "Rent dispute": KindMoney, "婚恋纠纷": KindFamily, "Neighbour dispute": KindNeighbours,
		"邻里纠纷": KindNeighbours, "劳资纠纷": KindWages, "Wage dispute": KindWages, "经济纠纷": KindMoney, "停车纠纷": KindParking, "其他纠纷": KindOther,
		// crimes and the rest are none, whatever else their names say
		"Offences Against The Family And Children": "", "Domestic violence": "", "家庭暴力": "", "Theft from Vehicle": "",
		"Disorderly Conduct": "", "Larceny Theft": "", "": "", "STREET CRIMES": "", "Parking": "", "Money laundering": "",
	} {
		if got := KindOf(category); got != want {
			t.Errorf("KindOf(%q) = %q, want %q", category, got, want)
		}
	}
}

func TestDisputesWeighNothingUnlessAsked(t *testing.T) {
	if w := DefaultWeight("Noise complaint"); w != 0 {
		t.Errorf("a noise complaint weighs %g", w)
	}
	if w := weightOf(map[string]float64{"Noise complaint": 2}, "Noise complaint"); w != 2 {
		t.Errorf("asked for, a noise complaint weighs %g, want 2", w)
	}
}
