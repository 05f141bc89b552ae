// The program admission tells what kube-apiserver makes of pods, without a server: it decodes, defaults, applies a
// webhook's patch, and validates with the code and the options of the release that go.mod pins, at the emulated
// version in its first argument ("1.34"). It reads a JSON object per line and answers each with one line, in order.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"
	v1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime"
	serializer "k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apimachinery/pkg/util/version"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	"k8s.io/kubernetes/pkg/capabilities"
	"k8s.io/kubernetes/pkg/registry/core/pod"
)

const namespace = "default"

// question has either Create, the text of a pod as its author sends it, or Seen, the text of a pod as a webhook sees
// it, with the JSON Patch that the webhook answers, if any.
type question struct {
	Create string `json:"create,omitempty"`
	Seen   string `json:"seen,omitempty"`
	Patch  string `json:"patch,omitempty"`
}

// answer says why the pod is refused (nothing: it is taken), what the next webhook would see, and how many bytes etcd
// would keep.
type answer struct {
	Seen    string   `json:"seen,omitempty"`
	Refused []string `json:"refused,omitempty"`
	Stored  int      `json:"stored,omitempty"`
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: admission VERSION, such as 1.34")
	}
	emulated, err := version.Parse(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	if err := utilfeature.DefaultMutableFeatureGate.SetEmulationVersion(emulated); err != nil {
		log.Fatal(err)
	}
	capabilities.Setup(true, 0) // as --allow-privileged=true does, which EKS has
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<26)
	out := bufio.NewWriter(os.Stdout)
	for in.Scan() {
		var asked question
		if err := json.Unmarshal(in.Bytes(), &asked); err != nil {
			log.Fatal(err)
		}
		text, err := json.Marshal(reply(asked))
		if err != nil {
			log.Fatal(err)
		}
		fmt.Fprintf(out, "%s\n", text)
		out.Flush()
	}
	if err := in.Err(); err != nil {
		log.Fatal(err)
	}
}

func reply(asked question) answer {
	if asked.Create != "" {
		return create(asked.Create)
	}
	return afterWebhook(asked)
}

// create decodes as the handler of POST does, and tells what an admission webhook is sent.
func create(text string) answer {
	info, _ := runtime.SerializerInfoForMediaType(legacyscheme.Codecs.SupportedMediaTypes(), runtime.ContentTypeJSON)
	decoder := legacyscheme.Codecs.DecoderToVersion(info.Serializer, core.SchemeGroupVersion)
	object, err := runtime.Decode(decoder, []byte(text))
	if err != nil {
		return answer{Refused: []string{err.Error()}}
	}
	decoded, ok := object.(*core.Pod)
	if !ok {
		return answer{Refused: []string{"not a pod"}}
	}
	if decoded.Namespace == "" {
		decoded.Namespace = namespace
	}
	seen, err := runtime.Encode(legacyscheme.Codecs.EncoderForVersion(info.Serializer, v1.SchemeGroupVersion), decoded)
	if err != nil {
		return answer{Refused: []string{err.Error()}}
	}
	return judged(string(seen), decoded)
}

// afterWebhook goes on as the API server does with the answer of a mutating webhook.
func afterWebhook(asked question) answer {
	text := []byte(asked.Seen)
	if asked.Patch != "" {
		patch, err := jsonpatch.DecodePatch([]byte(asked.Patch))
		if err != nil {
			return answer{Refused: []string{err.Error()}}
		}
		if text, err = patch.Apply(text); err != nil {
			return answer{Refused: []string{err.Error()}}
		}
	}
	scheme := legacyscheme.Scheme
	decoder := serializer.NewSerializerWithOptions(serializer.DefaultMetaFactory, scheme, scheme, serializer.SerializerOptions{})
	object, _, err := decoder.Decode(text, nil, &v1.Pod{})
	if err != nil {
		return answer{Refused: []string{err.Error()}}
	}
	scheme.Default(object)
	info, _ := runtime.SerializerInfoForMediaType(legacyscheme.Codecs.SupportedMediaTypes(), runtime.ContentTypeJSON)
	seen, err := runtime.Encode(legacyscheme.Codecs.EncoderForVersion(info.Serializer, v1.SchemeGroupVersion), object)
	if err != nil {
		return answer{Refused: []string{err.Error()}}
	}
	var changed core.Pod
	if err := scheme.Convert(object, &changed, nil); err != nil {
		return answer{Refused: []string{err.Error()}}
	}
	return judged(string(seen), &changed)
}

// judged validates a pod, and measures it as it would be kept.
func judged(seen string, created *core.Pod) answer {
	found := refusals(created)
	var kept v1.Pod
	if err := legacyscheme.Scheme.Convert(created, &kept, nil); err != nil {
		return answer{Refused: []string{err.Error()}}
	}
	return answer{Seen: seen, Refused: found, Stored: kept.Size()}
}

// refusals drops the fields of features that are off, and validates.
func refusals(created *core.Pod) []string {
	ctx := request.WithNamespace(context.Background(), namespace)
	rest.FillObjectMetaSystemFields(created)
	if created.Name == "" && created.GenerateName != "" {
		created.Name = pod.Strategy.GenerateName(created.GenerateName)
	}
	err := rest.BeforeCreate(pod.Strategy, ctx, created)
	var status *apierrors.StatusError
	if errors.As(err, &status) && status.ErrStatus.Details != nil {
		found := []string{}
		for _, cause := range status.ErrStatus.Details.Causes {
			found = append(found, cause.Field+": "+cause.Message)
		}
		return found
	}
	if err != nil {
		return []string{err.Error()}
	}
	return nil
}
