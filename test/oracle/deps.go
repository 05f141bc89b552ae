package oracle

import (
	_ "github.com/Masterminds/sprig/v3"
	_ "github.com/golang/protobuf/jsonpb"
	_ "gopkg.in/evanphx/json-patch.v4"
	_ "istio.io/api/mesh/v1alpha1"
	_ "istio.io/api/networking/v1beta1"
	_ "k8s.io/apimachinery/pkg/util/strategicpatch"
	_ "sigs.k8s.io/yaml"
)
