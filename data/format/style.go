package format

import (
	"fmt"
	"strings"
)

// styleOf is how QGIS first shows a layer: what has a colour of its own in that colour, cells by their rank.
func styleOf(l Layer) string {
	switch l.Geometry {
	case "LINESTRING":
		width := "0.4"
		if l.Name == "routes" {
			width = "1"
		}
		return qml("line", "SimpleLine", "outlineColor", map[string]string{"line_color": "60,60,60,255", "line_width": width})
	case "POINT":
		return qml("marker", "SimpleMarker", "fillColor", map[string]string{
			"color": "90,90,90,255", "size": "3", "outline_color": "255,255,255,255", "outline_width": "0.3",
		})
	case "MULTIPOLYGON":
		return outlined
	}
	return hotter
}

// outlined draws an area's edge, and lets what lies in it be seen.
const outlined = `<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology"><renderer-v2 type="singleSymbol" symbollevels="0" enableorderby="0" forceraster="0"><symbols>
<symbol type="fill" name="0" alpha="1" clip_to_extent="1" force_rhr="0"><layer class="SimpleFill" enabled="1" locked="0" pass="0"><Option type="Map"><Option type="QString" name="color" value="31,95,168,20"/><Option type="QString" name="outline_color" value="31,95,168,255"/><Option type="QString" name="outline_style" value="solid"/><Option type="QString" name="outline_width" value="0.5"/></Option></layer></symbol></symbols></renderer-v2></qgis>`

// hotter fills a cell the stronger the hotter it is: rank 1 nearly opaque, rank 20 half of that, the many cold ones hardly.
const hotter = `<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology"><renderer-v2 type="singleSymbol" symbollevels="0" enableorderby="0" forceraster="0"><symbols>
<symbol type="fill" name="0" alpha="1" clip_to_extent="1" force_rhr="0"><layer class="SimpleFill" enabled="1" locked="0" pass="0"><Option type="Map"><Option type="QString" name="color" value="178,24,43,80"/><Option type="QString" name="outline_style" value="no"/></Option>
<data_defined_properties><Option type="Map"><Option type="QString" name="name" value=""/><Option type="Map" name="properties"><Option type="Map" name="fillColor"><Option type="bool" name="active" value="true"/><Option type="QString" name="expression" value="color_rgba(178,24,43,round(220/(1+&quot;rank&quot;/20.0)))"/><Option type="int" name="type" value="3"/></Option></Option><Option type="QString" name="type" value="collection"/></Option></data_defined_properties>
</layer></symbol></symbols></renderer-v2></qgis>`

// qml is a QGIS style of one symbol whose colour is the column `color`.
func qml(kind, class, colour string, options map[string]string) string {
	var option strings.Builder
	for _, name := range []string{"color", "size", "outline_color", "outline_width", "line_color", "line_width"} {
		if value, ok := options[name]; ok {
			fmt.Fprintf(&option, `<Option type="QString" name="%s" value="%s"/>`, name, value)
		}
	}
	return fmt.Sprintf(`<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology"><renderer-v2 type="singleSymbol" symbollevels="0" enableorderby="0" forceraster="0"><symbols>
<symbol type="%s" name="0" alpha="1" clip_to_extent="1" force_rhr="0"><layer class="%s" enabled="1" locked="0" pass="0"><Option type="Map">%s</Option>
<data_defined_properties><Option type="Map"><Option type="QString" name="name" value=""/><Option type="Map" name="properties"><Option type="Map" name="%s"><Option type="bool" name="active" value="true"/><Option type="QString" name="field" value="color"/><Option type="int" name="type" value="2"/></Option></Option><Option type="QString" name="type" value="collection"/></Option></data_defined_properties>
</layer></symbol></symbols></renderer-v2></qgis>`, kind, class, option.String(), colour)
}
