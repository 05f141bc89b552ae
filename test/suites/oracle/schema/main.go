// Command schema prints lib/kube/pod-schema.json: every Go type that can be reached from corev1.Pod, as one
// table, a type a line. Run it with `npm run schema`; CI runs it again and compares.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"sort"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

type field struct {
	Go         string   `json:"go"`
	JSON       string   `json:"json"`
	Type       string   `json:"type"`
	Omitempty  bool     `json:"omitempty,omitempty"`
	Omitzero   bool     `json:"omitzero,omitempty"`
	Inline     bool     `json:"inline,omitempty"`
	Embedded   bool     `json:"embedded,omitempty"`
	Strategies []string `json:"strategies,omitempty"`
	MergeKey   string   `json:"mergeKey,omitempty"`
}

type goType struct {
	Kind       string   `json:"kind"`
	Underlying string   `json:"underlying,omitempty"`
	CustomJSON bool     `json:"customJson,omitempty"`
	Fields     []field  `json:"fields,omitempty"`
	Methods    []string `json:"methods,omitempty"`
	Printed    []string `json:"printed,omitempty"`
}

var (
	types     = map[string]goType{}
	packages  = map[string]string{}
	marshaler = reflect.TypeFor[json.Marshaler]()
)

func main() {
	visit(reflect.TypeFor[corev1.Pod]())
	names := make([]string, 0, len(types))
	for name := range types {
		names = append(names, name)
	}
	sort.Strings(names)
	fmt.Println("{")
	for i, name := range names {
		text, err := json.Marshal(types[name])
		if err != nil {
			fail(err.Error())
		}
		comma := ","
		if i == len(names)-1 {
			comma = ""
		}
		fmt.Printf("%q: %s%s\n", name, text, comma)
	}
	fmt.Println("}")
}

// visit records a named type, and follows pointers, lists, maps and fields to further ones.
func visit(t reflect.Type) {
	if t.Name() == "" {
		visitUnnamed(t)
		return
	}
	if t.PkgPath() == "" || t.PkgPath() == "time" {
		return
	}
	name := t.String()
	if known, ok := packages[name]; ok {
		if known != t.PkgPath() {
			fail(fmt.Sprintf("%s is both %s and %s", name, known, t.PkgPath()))
		}
		return
	}
	packages[name] = t.PkgPath()
	entry := goType{Kind: t.Kind().String(), Methods: methods(t)}
	entry.CustomJSON = t.Implements(marshaler) || reflect.PointerTo(t).Implements(marshaler)
	switch t.Kind() {
	case reflect.Struct:
		entry.Fields = fields(t)
		entry.Printed = printed(t, entry.Fields)
	case reflect.Map:
		entry.Underlying = fmt.Sprintf("map[%s]%s", t.Key(), t.Elem())
		visit(t.Key())
		visit(t.Elem())
	case reflect.Slice:
		entry.Underlying = "[]" + t.Elem().String()
		visit(t.Elem())
	}
	types[name] = entry
}

func visitUnnamed(t reflect.Type) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		visit(t.Elem())
	case reflect.Map:
		visit(t.Key())
		visit(t.Elem())
	}
}

func fields(t reflect.Type) []field {
	var list []field
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		entry := field{Go: f.Name, JSON: name, Type: f.Type.String(), MergeKey: f.Tag.Get("patchMergeKey")}
		entry.Omitempty = strings.Contains(options, "omitempty")
		entry.Omitzero = strings.Contains(options, "omitzero")
		entry.Embedded = f.Anonymous
		entry.Inline = f.Anonymous && name == ""
		if strategy := f.Tag.Get("patchStrategy"); strategy != "" {
			entry.Strategies = strings.Split(strategy, ",")
		}
		list = append(list, entry)
		visit(f.Type)
	}
	return list
}

// printed reads off the zero value in which order String prints the fields; nil if in declaration order.
func printed(t reflect.Type, declared []field) []string {
	stringer, ok := reflect.New(t).Interface().(fmt.Stringer)
	if !ok {
		return nil
	}
	body, ok := strings.CutPrefix(stringer.String(), "&"+t.Name()+"{")
	if !ok {
		return nil
	}
	names := topLevelNames(body)
	same := len(names) == len(declared)
	for i := range names {
		same = same && names[i] == declared[i].Go
	}
	if same {
		return nil
	}
	return names
}

// topLevelNames picks the names before a colon that are not inside nested brackets.
func topLevelNames(body string) []string {
	var names []string
	depth, start, value := 0, 0, false
	for i, r := range body {
		switch {
		case r == '{' || r == '[':
			depth++
		case r == '}' || r == ']':
			depth--
		case r == ':' && depth == 0 && !value:
			names = append(names, body[start:i])
			value = true
		case r == ',' && depth == 0:
			start, value = i+1, false
		}
	}
	return names
}

// methods lists what a template could call on a value: exported, without arguments, one result.
// Generated plumbing (protobuf, deep copies) is left out.
func methods(t reflect.Type) []string {
	plumbing := []string{"Marshal", "Size", "Descriptor", "DeepCopy", "Swagger", "OpenAPI", "XXX_", "Proto", "Reset"}
	var list []string
	pointer := reflect.PointerTo(t)
	for i := range pointer.NumMethod() {
		m := pointer.Method(i)
		if m.Type.NumIn() != 1 || m.Type.NumOut() != 1 {
			continue
		}
		skip := false
		for _, prefix := range plumbing {
			skip = skip || strings.HasPrefix(m.Name, prefix)
		}
		if !skip {
			list = append(list, m.Name)
		}
	}
	return list
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, "schema:", message)
	os.Exit(1)
}
