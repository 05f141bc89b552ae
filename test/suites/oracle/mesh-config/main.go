// Command mesh-config tells what golang/protobuf's jsonpb makes of mesh configuration: each request
// names a message, JSON texts that are applied one after the other, and one whose message is written as JSON and laid over the result.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/golang/protobuf/jsonpb" //nolint:staticcheck // what Istio decodes with
	protov1 "github.com/golang/protobuf/proto"
	"google.golang.org/protobuf/proto"

	mesh "istio.io/api/mesh/v1alpha1"
)

type request struct {
	Message string   `json:"message"`
	Apply   []string `json:"apply"`
	Overlay string   `json:"overlay"`
}

type answer struct {
	Error string `json:"error,omitempty"`
	JSON  string `json:"json"`
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		var asked request
		if err := json.Unmarshal(line, &asked); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		text, err := run(asked)
		if err != nil {
			_ = out.Encode(answer{Error: err.Error()})
			continue
		}
		_ = out.Encode(answer{JSON: text})
	}
}

func run(asked request) (string, error) {
	message := empty(asked.Message)
	for _, text := range asked.Apply {
		if err := apply(text, message); err != nil {
			return "", err
		}
	}
	if asked.Overlay != "" {
		over := empty(asked.Message)
		if err := apply(asked.Overlay, over); err != nil {
			return "", err
		}
		text, err := format(over)
		if err != nil {
			return "", err
		}
		if err := apply(text, message); err != nil {
			return "", err
		}
	}
	return format(message)
}

func format(message proto.Message) (string, error) {
	return (&jsonpb.Marshaler{}).MarshalToString(protov1.MessageV1(message))
}

func apply(text string, message proto.Message) error {
	lenient := jsonpb.Unmarshaler{AllowUnknownFields: true}
	return lenient.Unmarshal(strings.NewReader(text), protov1.MessageV1(message))
}

func empty(name string) proto.Message {
	if name == "MeshConfig" {
		return &mesh.MeshConfig{}
	}
	return &mesh.ProxyConfig{}
}
