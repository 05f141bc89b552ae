// Command merge answers what apimachinery makes of a strategic merge patch on a Pod. Each line is
// {"original": TEXT, "patch": TEXT}; each answer {"results": [TEXT...], "errors": [MESSAGE...]}. Every case is
// merged several times, since Go goes through maps in random order and some outcomes depend on it.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
)

type request struct {
	Original string `json:"original"`
	Patch    string `json:"patch"`
}

type answer struct {
	Results []string `json:"results"`
	Errors  []string `json:"errors"`
}

const rounds = 3

func main() {
	decoder := json.NewDecoder(bufio.NewReaderSize(os.Stdin, 1<<20))
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	for {
		var r request
		if err := decoder.Decode(&r); err != nil {
			return
		}
		a := answer{Results: []string{}, Errors: []string{}}
		for range rounds {
			result, err := merge(r)
			if err != nil {
				a.Errors = add(a.Errors, err.Error())
			} else {
				a.Results = add(a.Results, result)
			}
		}
		if err := encoder.Encode(a); err != nil {
			return
		}
		out.Flush()
	}
}

func merge(r request) (result string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	merged, err := strategicpatch.StrategicMergePatch([]byte(r.Original), []byte(r.Patch), corev1.Pod{})
	return string(merged), err
}

func add(list []string, item string) []string {
	if slices.Contains(list, item) {
		return list
	}
	return append(list, item)
}
