// Command yaml answers what Kubernetes' Go libraries make of YAML, quantities, Pods and label selectors: one JSON
// request per line in, one answer per line out.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"sigs.k8s.io/yaml"
)

type request struct {
	Op     string            `json:"op"`
	Text   string            `json:"text"`
	Bytes  []byte            `json:"bytes"`
	Labels map[string]string `json:"labels"`
}

// answer holds text for everything, because a test compares it digit by digit.
type answer struct {
	Text  string `json:"text"`
	Error string `json:"error,omitempty"`
}

var operations = map[string]func(request) (string, error){
	"yaml-in":  yamlIn,
	"yaml-out": yamlOut,
	"quantity": quantity,
	"pod":      pod,
	"print":    printPod,
	"selector": selector,
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	decoder := json.NewDecoder(in)
	encoder := json.NewEncoder(out)
	for {
		var r request
		if err := decoder.Decode(&r); err != nil {
			return
		}
		text, err := perform(r)
		reply := answer{Text: text}
		if err != nil {
			reply.Error = err.Error()
		}
		if err := encoder.Encode(reply); err != nil {
			return
		}
		if in.Buffered() == 0 {
			out.Flush()
		}
	}
}

func perform(r request) (text string, err error) {
	defer func() {
		if problem := recover(); problem != nil {
			text, err = "", fmt.Errorf("panic: %v", problem)
		}
	}()
	operation, ok := operations[r.Op]
	if !ok {
		return "", fmt.Errorf("no operation %q", r.Op)
	}
	return operation(r)
}

func yamlIn(r request) (string, error) {
	source := []byte(r.Text)
	if r.Bytes != nil {
		source = r.Bytes
	}
	text, err := yaml.YAMLToJSON(source)
	return string(text), err
}

func yamlOut(r request) (string, error) {
	decoder := json.NewDecoder(strings.NewReader(r.Text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return "", err
	}
	text, err := yaml.Marshal(value)
	return string(text), err
}

func quantity(r request) (string, error) {
	parsed, err := resource.ParseQuantity(r.Text)
	if err != nil {
		return "", err
	}
	text, err := parsed.MarshalJSON()
	return string(text), err
}

func pod(r request) (string, error) {
	var p corev1.Pod
	if err := json.Unmarshal([]byte(r.Text), &p); err != nil {
		return "", err
	}
	text, err := json.Marshal(p)
	return string(text), err
}

func printPod(r request) (string, error) {
	var p corev1.Pod
	if err := json.Unmarshal([]byte(r.Text), &p); err != nil {
		return "", err
	}
	return p.String(), nil
}

func selector(r request) (string, error) {
	var s *metav1.LabelSelector
	if err := json.Unmarshal([]byte(r.Text), &s); err != nil {
		return "", err
	}
	matcher, err := metav1.LabelSelectorAsSelector(s)
	if err != nil {
		return "", err
	}
	return fmt.Sprint(matcher.Matches(labels.Set(r.Labels))), nil
}
