// Command template executes text/template for the fuzz and benchmark suites: a JSON request per line in, an answer per
// line out. Strings that are not valid UTF-8 go out as base64.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"
	"text/template"
	"time"
	"unicode/utf8"

	"github.com/Masterminds/sprig/v3"
)

type request struct {
	Templates map[string]string `json:"templates"`
	Data      json.RawMessage   `json:"data"`
	Numbers   string            `json:"numbers"`
	Funcs     string            `json:"funcs"`
	Option    string            `json:"option"`
	// Repeat asks for timings: how often to parse and to execute.
	Repeat int `json:"repeat"`
}

type answer struct {
	Output string `json:"output"`
	Base64 string `json:"base64,omitempty"`
	Error  string `json:"error,omitempty"`
	// Nanoseconds for one parse and one execution, the best of several rounds.
	Parse   float64 `json:"parse,omitempty"`
	Execute float64 `json:"execute,omitempty"`
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 0 {
			var req request
			if err := json.Unmarshal(line, &req); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			encoder.Encode(serve(req))
			if in.Buffered() == 0 {
				out.Flush()
			}
		}
		if err != nil {
			out.Flush()
			return
		}
	}
}

func serve(req request) (result answer) {
	defer func() {
		if r := recover(); r != nil {
			result = answer{Error: fmt.Sprintf("panic: %v", r)}
		}
	}()
	data := decode(req.Data, req.Numbers)
	parsed, err := parse(req)
	if err != nil {
		return answer{Error: err.Error()}
	}
	if req.Repeat > 0 {
		return measure(req, parsed, data)
	}
	var text bytes.Buffer
	if err := parsed.Execute(&text, data); err != nil {
		return answer{Error: err.Error()}
	}
	if !utf8.Valid(text.Bytes()) {
		return answer{Base64: base64.StdEncoding.EncodeToString(text.Bytes())}
	}
	return answer{Output: text.String()}
}

func parse(req request) (*template.Template, error) {
	root := template.New("main")
	if req.Funcs == "sprig" {
		root.Funcs(sprig.TxtFuncMap())
	}
	if req.Option != "" {
		root.Option(req.Option)
	}
	var names []string
	for name := range req.Templates {
		if name != "main" {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	for _, name := range names {
		if _, err := root.New(name).Parse(req.Templates[name]); err != nil {
			return nil, err
		}
	}
	return root.Parse(req.Templates["main"])
}

func measure(req request, parsed *template.Template, data any) answer {
	result := answer{Parse: 1e18, Execute: 1e18}
	for round := 0; round < 5; round++ {
		start := time.Now()
		for i := 0; i < req.Repeat; i++ {
			if _, err := parse(req); err != nil {
				return answer{Error: err.Error()}
			}
		}
		result.Parse = min(result.Parse, float64(time.Since(start).Nanoseconds())/float64(req.Repeat))
		start = time.Now()
		for i := 0; i < req.Repeat; i++ {
			if err := parsed.Execute(io.Discard, data); err != nil {
				return answer{Error: err.Error()}
			}
		}
		result.Execute = min(result.Execute, float64(time.Since(start).Nanoseconds())/float64(req.Repeat))
	}
	var text bytes.Buffer
	parsed.Execute(&text, data)
	result.Output = text.String()
	return result
}

func decode(data json.RawMessage, numbers string) any {
	if len(data) == 0 {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		panic(err)
	}
	return convert(value, numbers)
}

func convert(value any, numbers string) any {
	switch v := value.(type) {
	case json.Number:
		if numbers == "int64" && !strings.ContainsAny(v.String(), ".eE") {
			if i, err := v.Int64(); err == nil {
				return i
			}
		}
		f, _ := v.Float64()
		return f
	case []any:
		for i := range v {
			v[i] = convert(v[i], numbers)
		}
	case map[string]any:
		for k := range v {
			v[k] = convert(v[k], numbers)
		}
	}
	return value
}
