# An officer on foot.
profile foot

# The keys that say whether one may pass, the most specific first: the first that is present decides.
access foot access
# A way that is meant for others is opened only by an explicit yes to one of these.
opens foot access
others motorway motorway_link trunk trunk_link
never construction proposed raceway
# What the values mean; "ends" may be used where a route begins or ends, but not to pass through. A value that is in no
# list says nothing.
yes yes designated permissive public
no no agricultural forestry delivery private military restricted emergency emergency_vehicle use_sidepath
ends destination customers permit residents

# One-ways for walkers only; turn restrictions do not hold.
oneway oneway:foot

# km/h everywhere; posted limits mean nothing.
speed primary 5
speed primary_link 5
speed secondary 5
speed secondary_link 5
speed tertiary 5
speed tertiary_link 5
speed unclassified 5
speed residential 5
speed living_street 5
speed service 5
speed track 5
speed road 5
speed path 5
speed footway 5
speed steps 5
speed pedestrian 5
speed cycleway 5
speed bridleway 5
speed platform 5
speed pier 5
speed parking 5
default 5
# Closed whatever else is said.
close impassable yes
close status impassable
close smoothness impassable
close motorroad yes

# Seconds at a point of the street, or closed; * is any other barrier.
barrier wall closed
barrier fence closed
barrier yes closed
barrier * 0
signals 2
uturn 0
