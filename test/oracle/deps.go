package oracle

import (
	_ "github.com/Masterminds/sprig/v3"
	_ "gopkg.in/evanphx/json-patch.v4"
	_ "k8s.io/apimachinery/pkg/util/strategicpatch"
	_ "sigs.k8s.io/yaml"
)
