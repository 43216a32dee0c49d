package fakeserver

// paramType is the type of a packet's parameter, by the SDK's own name.
type paramType string

const (
	typeByte          paramType = "Byte"
	typeBool          paramType = "Bool"
	typeInt           paramType = "Int"
	typeLong          paramType = "Long"
	typeString        paramType = "String"
	typeProperty      paramType = "Property"
	typePropertyArray paramType = "PropertyArray"
	typeStrArray      paramType = "StrArray"
	typeLongArray     paramType = "LongArray"
)

// size is how many bytes a number or a truth value takes, 0 for other types.
func (t paramType) size() int {
	switch t {
	case typeByte, typeBool:
		return 1
	case typeInt:
		return 4
	case typeLong:
		return 8
	}
	return 0
}

// element is the type of a list's elements, "" for other types.
func (t paramType) element() paramType {
	switch t {
	case typePropertyArray:
		return typeProperty
	case typeStrArray:
		return typeString
	case typeLongArray:
		return typeLong
	}
	return ""
}

// layout lists a packet's parameters: those from the client, and those to it in an answer or a push.
type layout struct{ request, answer []paramType }

func types(t ...paramType) []paramType { return t }

// layouts are the packets that the service understands in the binary transport, from the tables of nim-web-sdk-ng
// 10.9.77-alpha.4, and, for the packets of the older API, of the browser build of @yxim/nim-web-sdk 9.21.12 (read
// there).
var layouts = map[string]layout{
	"1_2":   {},
	"2_3":   {types(typeProperty), types(typeProperty, typePropertyArray, typeProperty)},
	"2_5":   {nil, types(typeInt, typeInt, typeString, typeInt)},
	"2_6":   {},
	"2_8":   {types(typeStrArray), types(typeStrArray)},
	"3_7":   {types(typeStrArray), types(typePropertyArray)},
	"4_5":   {types(typeByte, typeByte, typeLongArray), nil},
	"5_1":   {types(typeProperty), types(typeLong)},
	"6_2":   {types(typeString, typeProperty), types(typeProperty)},
	"6_23":  {nil, types(typeLong)},
	"6_26":  {nil, types(typeProperty)},
	"6_27":  {types(typeProperty), types(typeProperty)},
	"7_1":   {types(typeProperty), types(typeProperty)},
	"7_2":   {nil, types(typeProperty)},
	"7_11":  {types(typeProperty), nil},
	"7_16":  {types(typeByte, typeString, typeLong), nil},
	"8_2":   {types(typeProperty), types(typeProperty)},
	"13_2":  {types(typeByte, typeProperty, typeProperty), types(typeProperty, typeProperty, typeProperty)},
	"13_3":  {nil, types(typeInt, typeString)},
	"13_4":  {},
	"13_6":  {types(typeProperty), types(typeProperty)},
	"13_7":  {nil, types(typeProperty)},
	"26_3":  {types(typeProperty), types(typeProperty, typePropertyArray)},
	"26_5":  {},
	"26_8":  {types(typeStrArray), types(typeStrArray)},
	"26_9":  {nil, types(typeInt, typeInt, typeString, typeInt)},
	"26_10": {nil, types(typeByte, typePropertyArray)},
	"27_1":  {types(typeProperty), types(typeLong)},
	"28_19": {types(typeProperty), types(typeProperty)},
	"30_1":  {types(typeProperty), types(typeProperty)},
	"30_11": {types(typeProperty), types(typeProperty)},
	"31_2":  {types(typeProperty), types(typeProperty)},
	"32_2":  {types(typeProperty), types(typeProperty)},
	"34_7":  {types(typeStrArray), types(typePropertyArray)},
	"36_1":  {types(typeLong, typeBool), types(typeStrArray)},
	"36_2":  {types(typeByte, typeProperty, typeProperty), types(typeProperty, typeProperty, typeProperty)},
	"36_4":  {},
	"36_6":  {types(typeProperty), types(typeProperty)},
}
