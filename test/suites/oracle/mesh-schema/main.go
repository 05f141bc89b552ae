// Command mesh-schema prints lib/istio/mesh-schema.json: the protobuf messages that can be reached from
// Istio's MeshConfig and ProxyConfig, as one table, a name a line. Run it with `npm run schema`; CI runs it again and compares.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"sort"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/runtime/protoimpl"

	mesh "istio.io/api/mesh/v1alpha1"
	networking "istio.io/api/networking/v1beta1"
)

type field struct {
	Name    string `json:"name"`
	JSON    string `json:"json,omitempty"`
	Go      string `json:"go,omitempty"`
	Kind    string `json:"kind"`
	Type    string `json:"type,omitempty"`
	Pointer bool   `json:"pointer,omitempty"`
	List    bool   `json:"list,omitempty"`
	Map     string `json:"map,omitempty"`
	Oneof   string `json:"oneof,omitempty"`
	Wrapper string `json:"wrapper,omitempty"`
}

type message struct {
	Go     string  `json:"go"`
	Fields []field `json:"fields"`
}

type enum struct {
	Go     string           `json:"go"`
	Values map[string]int32 `json:"values"`
}

var (
	messages = map[string]*message{}
	enums    = map[string]*enum{}
)

func main() {
	visit((&mesh.MeshConfig{}).ProtoReflect().Type())
	visit((&networking.ProxyConfig{}).ProtoReflect().Type())
	fmt.Println("{")
	fmt.Println(`"messages": {`)
	write(messages)
	fmt.Println("},")
	fmt.Println(`"enums": {`)
	write(enums)
	fmt.Println("}")
	fmt.Println("}")
}

func write[T any](table map[string]T) {
	names := make([]string, 0, len(table))
	for name := range table {
		names = append(names, name)
	}
	sort.Strings(names)
	for i, name := range names {
		text, err := json.Marshal(table[name])
		if err != nil {
			fail(err.Error())
		}
		comma := ","
		if i == len(names)-1 {
			comma = ""
		}
		fmt.Printf("%q: %s%s\n", name, text, comma)
	}
}

func visit(kind protoreflect.MessageType) {
	descriptor := kind.Descriptor()
	name := string(descriptor.FullName())
	if _, done := messages[name]; done {
		return
	}
	goType := reflect.TypeOf(kind.Zero().Interface()).Elem()
	found := &message{Go: goType.String(), Fields: []field{}}
	messages[name] = found
	members := goMembers(kind, goType)
	fields := descriptor.Fields()
	for i := 0; i < fields.Len(); i++ {
		found.Fields = append(found.Fields, describe(fields.Get(i), members))
	}
}

// goMember is where a protobuf field lives in its Go struct.
type goMember struct {
	name, oneof, wrapper string
	goType               reflect.Type
}

func goMembers(kind protoreflect.MessageType, goType reflect.Type) map[string]goMember {
	members := map[string]goMember{}
	oneofs := map[string]string{}
	for i := 0; i < goType.NumField(); i++ {
		member := goType.Field(i)
		if tag, ok := member.Tag.Lookup("protobuf_oneof"); ok {
			oneofs[tag] = member.Name
		}
		if tag, ok := member.Tag.Lookup("protobuf"); ok {
			members[protoName(tag)] = goMember{name: member.Name, goType: member.Type}
		}
	}
	info, ok := kind.(*protoimpl.MessageInfo)
	if !ok {
		return members
	}
	for _, wrapper := range info.OneofWrappers {
		wrapperType := reflect.TypeOf(wrapper).Elem()
		member := wrapperType.Field(0)
		name := protoName(member.Tag.Get("protobuf"))
		oneof := kind.Descriptor().Fields().ByName(protoreflect.Name(name)).ContainingOneof()
		members[name] = goMember{
			name: member.Name, goType: member.Type,
			oneof: oneofs[string(oneof.Name())], wrapper: wrapperType.String(),
		}
	}
	return members
}

func camelCase(name string) string {
	words := strings.Split(name, "_")
	for i, word := range words {
		if i > 0 && word != "" {
			words[i] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return strings.Join(words, "")
}

func protoName(tag string) string {
	for _, part := range strings.Split(tag, ",") {
		if name, ok := strings.CutPrefix(part, "name="); ok {
			return name
		}
	}
	return ""
}

func describe(descriptor protoreflect.FieldDescriptor, members map[string]goMember) field {
	member, ok := members[string(descriptor.Name())]
	if !ok {
		fail("no Go field for " + string(descriptor.FullName()))
	}
	found := field{
		Name: string(descriptor.Name()), Oneof: member.oneof, Wrapper: member.wrapper, List: descriptor.IsList(),
		Pointer: member.goType.Kind() == reflect.Pointer && descriptor.Kind() != protoreflect.MessageKind,
	}
	// Names that follow from the protobuf name stay out of the table.
	camel := camelCase(found.Name)
	if descriptor.JSONName() != camel {
		found.JSON = descriptor.JSONName()
	}
	if member.name != strings.ToUpper(camel[:1])+camel[1:] {
		found.Go = member.name
	}
	value := descriptor
	if descriptor.IsMap() {
		found.Map = descriptor.MapKey().Kind().String()
		value = descriptor.MapValue()
	}
	found.Kind = value.Kind().String()
	if enumeration := value.Enum(); enumeration != nil {
		found.Type = string(enumeration.FullName())
		describeEnum(enumeration, member.goType)
	}
	if inner := value.Message(); inner != nil {
		found.Type = string(inner.FullName())
		innerType, err := protoregistry.GlobalTypes.FindMessageByName(inner.FullName())
		if err != nil {
			fail(err.Error())
		}
		visit(innerType)
	}
	return found
}

func describeEnum(descriptor protoreflect.EnumDescriptor, goType reflect.Type) {
	for goType.Kind() == reflect.Slice || goType.Kind() == reflect.Map || goType.Kind() == reflect.Pointer {
		goType = goType.Elem()
	}
	found := &enum{Go: goType.String(), Values: map[string]int32{}}
	values := descriptor.Values()
	for i := 0; i < values.Len(); i++ {
		found.Values[string(values.Get(i).Name())] = int32(values.Get(i).Number())
	}
	enums[string(descriptor.FullName())] = found
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, "mesh-schema:", message)
	os.Exit(1)
}
