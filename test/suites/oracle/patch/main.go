// Command patch applies JSON patches as the API server does (evanphx/json-patch v4). Each line is
// {"document": TEXT, "patch": TEXT}; each answer {"result": TEXT} or {"error": MESSAGE}.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"
)

type request struct {
	Document string `json:"document"`
	Patch    string `json:"patch"`
}

type answer struct {
	Result string `json:"result,omitempty"`
	Error  string `json:"error,omitempty"`
}

func main() {
	decoder := json.NewDecoder(bufio.NewReaderSize(os.Stdin, 1<<20))
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	for {
		var r request
		if err := decoder.Decode(&r); err != nil {
			return
		}
		if err := encoder.Encode(apply(r)); err != nil {
			return
		}
		out.Flush()
	}
}

func apply(r request) (a answer) {
	defer func() {
		if p := recover(); p != nil {
			a = answer{Error: fmt.Sprintf("panic: %v", p)}
		}
	}()
	patch, err := jsonpatch.DecodePatch([]byte(r.Patch))
	if err != nil {
		return answer{Error: err.Error()}
	}
	result, err := patch.Apply([]byte(r.Document))
	if err != nil {
		return answer{Error: err.Error()}
	}
	return answer{Result: string(result)}
}
