import { GoError } from '../go/errors.ts';
import { formatDuration } from '../go/format-duration.ts';
import { boxOf } from '../go/numbers.ts';
import { entriesOf } from '../go/string-map.ts';
import { typeName } from '../go/type-name.ts';
import type { GoValue } from '../go/value.ts';
import { chargeForParts } from '../template/charge-for-parts.ts';
import { type Args, any, define, type FunctionRow, lasting, map, textOf } from './declare-function.ts';
import { appendMultusNetwork } from './multus.ts';
import { omitNil } from './omit-nil.ts';
import { otelResourceAttributes, wantsOtelAttributes } from './otel-attributes.ts';
import { applicationPorts, containersIn, excludeInboundPort, includeInboundPorts } from './port-functions.ts';
import { nanosecondsOf, viewedMessage } from './proto/view.ts';
import { protoToJson } from './proxy-config.ts';
import type { IstioFacts } from './version/changes.ts';

const containers = '[]v1.Container';

/** Those of Istio's functions that read a mesh's configuration or a pod's ports and networks. */
export function istioMeshFunctions(facts: IstioFacts): readonly FunctionRow[] {
  return [...steadyFunctions, ...changedFunctions(facts)];
}

/** Those that do the same in all versions. */
const steadyFunctions: readonly FunctionRow[] = [
  ['formatDuration', define(['*durationpb.Duration'], 'string', ([value]) => durationOf(value))],
  [
    'excludeInboundPort',
    define([any, 'string'], 'string', ([port, ports]) => excludeInboundPort(port ?? null, textOf(ports))),
  ],
  ['includeInboundPorts', define([containers], 'string', ([list]) => includeInboundPorts(list))],
  ['applicationPorts', define([containers], 'string', ([list]) => applicationPorts(list))],
  [
    'omitNil',
    define(
      [any],
      any,
      lasting(([value = null], run) => {
        chargeForParts(value, run);
        return omitNil(value);
      }),
    ),
  ],
  [
    'otelResourceAttributes',
    define(['*v1alpha1.MeshConfig', map, map, 'string', containers], 'string', otelAttributes),
  ],
];

function changedFunctions(facts: IstioFacts): readonly FunctionRow[] {
  const { namespacesNetworks } = facts;
  return [
    ['protoToJSON', define([any], 'string', ([value]) => protoToJson(expectMessage(value), facts))],
    [
      'appendMultusNetwork',
      define(['string', 'string'], 'string', ([a, b]) => appendMultusNetwork(textOf(a), textOf(b), namespacesNetworks)),
    ],
  ];
}

/** Invalid durations are nil: `0s`. */
function durationOf(value: GoValue | undefined): string {
  return formatDuration(nanosecondsOf(viewedMessage(value)));
}

function expectMessage(value: GoValue | undefined): ReturnType<typeof viewedMessage> {
  if (boxOf(value)?.kind !== 'pointer') {
    const found = value === undefined ? 'nil' : typeName(value);
    throw new GoError(`protoToJSON takes a protobuf message such as .ProxyConfig, not ${found}`);
  }
  return viewedMessage(value);
}

function otelAttributes([mesh, annotations, labels, namespace, list]: Args): string {
  const message = viewedMessage(mesh);
  if (!wantsOtelAttributes(message)) {
    return '';
  }
  return otelResourceAttributes({
    mesh: message,
    annotations: entriesOf(annotations),
    labels: entriesOf(labels),
    namespace: textOf(namespace),
    containers: containersIn(list).map((container) => ({
      name: textOf(container.field('Name')),
      image: textOf(container.field('Image')),
    })),
  });
}
