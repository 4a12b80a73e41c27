# A police car on patrol, not on a call: it keeps to the rules for cars, but may use ways kept for emergency services and tracks.
profile patrol

# The keys that say whether it may pass, the most specific first: the first that is present decides.
access emergency motorcar motor_vehicle vehicle access
# A way that is meant for others is opened only by an explicit yes to one of these.
opens emergency motorcar motor_vehicle
others path footway pedestrian cycleway bridleway platform pier
never steps construction proposed corridor
# What the values mean; "ends" and "private" may be used where a route begins or ends, but not to pass through, and a
# place is never snapped to a private street. A value that is in no list says nothing.
yes yes designated permissive public emergency emergency_vehicle
no no agricultural forestry psv bus taxi military official restricted use_sidepath
ends destination delivery customers permit residents
private private

# One-ways, by the most specific key; turn restrictions that name one of these, or none.
oneway oneway:motorcar oneway:motor_vehicle oneway:vehicle oneway
restrictions emergency motorcar motor_vehicle vehicle

# km/h where no limit is posted (the defaults of OSRM's car profile, with links at about half).
speed motorway 90
speed motorway_link 45
speed trunk 85
speed trunk_link 40
speed primary 65
speed primary_link 30
speed secondary 55
speed secondary_link 25
speed tertiary 40
speed tertiary_link 20
speed unclassified 25
speed residential 25
speed living_street 10
speed service 15
speed road 20
speed track 12
# km/h on a way that only an explicit yes opens.
default 10
# Of a posted limit, higher or lower than the class's speed, this share is driven.
limit 0.8 raises

# km/h at most.
cap service parking_aisle 10
cap service driveway 10
cap service alley 10
cap service parking 10
cap service drive-through 5
cap surface gravel 40
cap surface unpaved 40
cap surface dirt 40
cap surface ground 40
cap surface cobblestone 30
cap surface sand 20
cap surface mud 10
cap tracktype grade5 20
# Closed whatever else is said.
close impassable yes
close status impassable
close smoothness impassable
close oneway reversible
# Only where nothing else leads there.
last hov designated

# Seconds at a point of the street, or closed; * is any other barrier.
barrier gate 60
barrier lift_gate 60
barrier swing_gate 60
barrier cattle_grid 0
barrier toll_booth 15
barrier border_control 60
barrier sally_port 0
barrier entrance 0
barrier height_restrictor 0
barrier rising_bollard 0
barrier lowered_kerb 0
barrier * closed
signals 2
uturn 20

# Metres high and wide, tonnes.
size 2 1.9 2.5

# Options, off by default: take the # away.
# speed pedestrian 5
# against 3
# barrier removable_bollard 30
