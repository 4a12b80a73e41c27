package town

import "strings"

// The kinds of quarter.
const (
	old      = 'O' // old compound: narrow lanes between rows of flats, open on three sides
	gated    = 'N' // new compound: a ring behind a lifting gate
	village  = 'V' // village: crooked lanes
	trade    = 'C' // shops and offices
	market   = 'M'
	mall     = 'L'
	eating   = 'R' // restaurants
	hospital = 'H'
	school   = 'S'
	factory  = 'F'
	park     = 'P'
	field    = '.'
)

// plan is the town from the north-west: ten quarters to the east, eight to the south, 400 or 500 m each. The river
// runs southwards between the last two columns, the railway eastwards between the last two rows.
var plan = [8]string{
	"V.NOONNF.F",
	"VVNOOSNN.N",
	"FNOOCCONPN",
	"FNOOCMCOPN",
	"NOOCRCLCPO",
	"VOONHCON.O",
	"V.OOFFNO.V",
	".VFOOFFV..",
}

// riverAt and railAt are the lattice lines of the river and the railway; streets keep a step away from them.
const (
	riverAt = 8 * 9
	railAt  = 8 * 7
)

// The ends of the streets' pieces along a row and along a column.
var (
	cutsEast  = []int{0, 8, 16, 24, 32, 40, 48, 56, 64, riverAt - 1, riverAt + 1, columns - 1}
	cutsSouth = []int{0, 8, 16, 24, 32, 40, 48, railAt - 1, railAt + 1, rows - 1}
)

// name is what something is called in Chinese and in English.
type name struct{ zh, en string }

// line is a street that crosses the town along a row or a column of the lattice.
type line struct {
	at    int
	class string // highway=
	speed string // maxspeed=
	name  name
}

// oneways are the columns of the one-way streets, between Wenhua Road and Jianshe Road: Minzhu Street leads north,
// against its nodes, Jiefang Street south.
var oneways = map[int]string{24: "-1", 40: "yes"}

// Streets that run east, by row.
var eastward = []line{
	{0, "secondary", "60", name{"北环路", "North Ring Road"}},
	{8, "residential", "", name{"育才街", "Yucai Street"}},
	{16, "tertiary", "50", name{"文化路", "Wenhua Road"}},
	{24, "residential", "", name{"向阳街", "Xiangyang Street"}},
	{32, "primary", "60", name{"新华路", "Xinhua Road"}},
	{40, "residential", "", name{"团结街", "Tuanjie Street"}},
	{48, "secondary", "50", name{"建设路", "Jianshe Road"}},
	{railAt - 1, "unclassified", "", name{"铁北街", "Tiebei Street"}},
	{railAt + 1, "unclassified", "", name{"铁南街", "Tienan Street"}},
	{64, "secondary", "60", name{"南环路", "South Ring Road"}},
}

// Streets that run south, by column.
var southward = []line{
	{0, "secondary", "60", name{"西环路", "West Ring Road"}},
	{8, "residential", "", name{"红星街", "Hongxing Street"}},
	{16, "tertiary", "50", name{"光明路", "Guangming Road"}},
	{24, "residential", "", name{"民主街", "Minzhu Street"}},
	{32, "secondary", "50", name{"胜利路", "Shengli Road"}},
	{40, "residential", "", name{"解放街", "Jiefang Street"}},
	{48, "tertiary", "50", name{"和平路", "Heping Road"}},
	{56, "residential", "", name{"东风街", "Dongfeng Street"}},
	{64, "secondary", "50", name{"友谊路", "Youyi Road"}},
	{riverAt - 1, "unclassified", "", name{"滨河西路", "Riverside West Road"}},
	{riverAt + 1, "unclassified", "", name{"滨河东路", "Riverside East Road"}},
	{80, "secondary", "60", name{"东环路", "East Ring Road"}},
}

// crossing is how a street gets over the river or across the railway.
type crossing int

const (
	none crossing = iota
	bridge
	footbridge
	underpass
	level
)

// The rows whose streets cross the river, and the columns whose streets cross the railway.
var (
	overRiver  = map[int]crossing{0: bridge, 16: footbridge, 32: bridge, 64: bridge}
	acrossRail = map[int]crossing{32: underpass, 48: footbridge, 64: level}
)

// The names of quarters and of the streets in trading ones, handed out from the north-west.
var (
	oldNames = names("里", " Li", "光明 Guangming 幸福 Xingfu 新民 Xinmin 红旗 Hongqi 建国 Jianguo 青年 Qingnian "+
		"文明 Wenming 友爱 You'ai 长寿 Changshou 永安 Yong'an 富强 Fuqiang 民生 Minsheng 东河 Donghe 卫国 Weiguo "+
		"勤俭 Qinjian 爱民 Aimin 河沿 Heyan 复兴 Fuxing 春光 Chunguang 工人 Gongren 铁道 Tiedao 南站 Nanzhan")
	gatedNames = names("花园", " Garden", "阳光 Yangguang 翠湖 Cuihu 锦绣 Jinxiu 金色 Jinse 丽景 Lijing 兰亭 Lanting "+
		"香榭 Xiangxie 御景 Yujing 碧水 Bishui 紫荆 Zijing 银杏 Yinxing 海棠 Haitang 玉兰 Yulan 梧桐 Wutong 枫林 Fenglin "+
		"莲塘 Liantang")
	villageNames = names("庄", "zhuang", "大柳 Daliu 小柳 Xiaoliu 前槐 Qianhuai 后槐 Houhuai 西营 Xiying 河东 Hedong "+
		"石桥 Shiqiao 南营 Nanying")
	tradeNames = names("巷", " Lane", "朝阳 Chaoyang 平安 Ping'an 兴隆 Xinglong 工农 Gongnong 振兴 Zhenxing 长青 Changqing "+
		"福利 Fuli 前进 Qianjin 为民 Weimin 劳动 Laodong 五一 Wuyi 八一 Bayi 古槐 Guhuai 东升 Dongsheng 广场 Guangchang "+
		"百货 Baihuo 金街 Jinjie 银街 Yinjie 粮市 Liangshi 花市 Huashi")
)

// names takes pairs of a Chinese and an English stem and adds the endings.
func names(zh, en, stems string) []name {
	words := strings.Fields(stems)
	var all []name
	for k := 0; k+1 < len(words); k += 2 {
		all = append(all, name{words[k] + zh, words[k+1] + en})
	}
	return all
}
