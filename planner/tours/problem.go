package tours

// Time is an instant or a duration in whole ticks; the problem says what a tick is (a second for a patrol night).
type Time = int64

// Unreachable stands in a Matrix where there is no way.
const Unreachable Time = 1 << 40

// Matrix holds travel times between all places, row by row: from a to b it takes T[a*N+b] ticks, or Unreachable. It
// need not be symmetric.
type Matrix struct {
	N int
	T []Time
}

// At is the travel time from place a to place b.
func (m Matrix) At(a, b int) Time { return m.T[a*m.N+b] }

// Problem is what is to be solved, in numbers only.
type Problem struct {
	Travel []Matrix // one for each way of moving (profile); all over the same places
	Crews  []Crew
	Visits []Visit

	// Balance is the ratio within which the crews' work is to be balanced: the most that the busiest crew may have of its even
	// share, at least 1; 0 for no limit. It is kept as far as musts and crews that can do little allow; see balance.
	Balance float64
}

// Crew starts at one place and ends at one, within its hours.
type Crew struct {
	Travel      int // which of Problem.Travel it moves by
	Start, End  int // places
	Open, Close Time
	Breaks      []Break
	Most        Time // of service at all its stays, unless all are musts; 0 for no limit
}

// Break is a rest of Duration that begins within Earliest..Latest, wherever the crew stands then. It lengthens a
// stay, after its service (or is taken at Start or End), and interrupts neither travel nor service.
type Break struct{ Earliest, Latest, Duration Time }

// Window is a closed interval of time.
type Window struct{ Open, Close Time }

// Visit is a place that a crew may serve for reward: once, or again and again where Revisit says so.
type Visit struct {
	Place   int
	Service Time     // the shortest stay
	Windows []Window // a stay begins within one of these; none means at any time
	Reward  int64    // for one stay; with Revisit, for a stay whose effect is never cut short by the next
	Must    bool     // a solution that could serve it and does not is worth less than any that does
	Crews   []int    // who may serve it; none means all
	Revisit Revisit
}

// Revisit tells how a place is kept: served several times, each next stay beginning between MinGap and MaxGap after the
// crew left. The zero Revisit is a visit made at most once. What a kept place earns is told at worth. Gaps hold whoever makes the
// stays. (A search with places that several crews may keep makes a tenth as many iterations in a second, and so finds no
// more on most nights; where crews relieve each other it keeps what no crew could keep alone.)
type Revisit struct {
	MinGap, MaxGap Time // from one leave to the next arrive; MaxGap 0 means no revisit
	Fade           Time // how fast a stay's effect fades; 0 earns Reward whole, whatever follows
	From           Time // the instant from which the round is counted, the last stay before it; 0 means when a crew opens
	Until          Time // the instant at which the last stay's effect stops counting; 0 means when the last crew closes
	SameCrew       bool // whoever serves it first serves it always
}

// Solution is who serves what, when.
type Solution struct {
	Routes     [][]Call // by crew; empty where the crew stays at home
	Reward     int64
	Bound      int64 // no solution collects more: what prices prove, see relaxation; a knapsack's before that
	Iterations int   // made by the search
	Cut        bool  // the search made fewer iterations than Default calls for, without a proof that there is no more
	Unserved   []Unserved
}

// Call is one stay. The crew stays until it leaves for the next place, so that the next Arrive is this Leave plus the
// travel between: there is no waiting but at places served. Leave - Arrive is at least Service (plus a break taken
// there). A crew leaves its Start at the first Arrive minus the travel.
type Call struct {
	Visit         int
	Arrive, Leave Time
	Break         Time // how much of the stay is a break
}

// Unserved is a visit that no crew makes, and why; musts come first.
type Unserved struct {
	Visit int
	Why   Why
}

// Why a visit is not made.
type Why string

// The reasons, from the plainest to the one that only a search can give. Crews are those that may serve the visit.
const (
	NoWay  Why = "unreachable"     // no crew can travel there and back
	TooFar Why = "hours too short" // there and back, with the service and breaks, outlasts every crew's hours
	Closed Why = "window closed"   // it would fit but for its windows
	NoTime Why = "no time left"    // it would fit alone; the crews' hours went to other visits
)
