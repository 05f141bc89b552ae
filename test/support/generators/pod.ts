import fc from 'fast-check';
import { isObject, type JsonObject, type JsonValue } from '../../../lib/json/json-value.ts';

/** Few names, so that two pods made apart share containers, volumes and labels. */
const name = fc.constantFrom('app', 'istio-proxy', 'istio-init', 'web', 'db', 'cache', 'log-agent', 'x1', 'x2', 'x3');
const word = fc.constantFrom(
  'a',
  'b',
  '',
  'true',
  '1',
  'nginx:1.27',
  'ünïcode',
  '"quoted" \\ text',
  'https://x.y/z?q=~1',
);
const key = fc.constantFrom('app', 'tier', 'a.b/c', 'x~y', 'sidecar.istio.io/inject', 'istio.io/rev', 'ü', '');
const quantity = fc.constantFrom('100m', '1', '128Mi', '2Gi');
const port = fc.constantFrom(80, 443, 8080, 15001, 15006, 15090);
const bigWhole = fc.constantFrom(1000, 1337, 9007199254740993n, 9223372036854775807n);

/** Only the fields that are there: a field whose arbitrary gives `undefined` is left out. */
function object(fields: Readonly<Record<string, fc.Arbitrary<JsonValue>>>, required: readonly string[] = []) {
  return fc.record(fields, { requiredKeys: [...required], noNullPrototype: true }) as fc.Arbitrary<JsonObject>;
}

function listOf(item: fc.Arbitrary<JsonObject>, by: string, maxLength = 4): fc.Arbitrary<JsonObject[]> {
  return fc.uniqueArray(item, { selector: (one) => one[by], maxLength });
}

const stringMap = fc.dictionary(key, word, { maxKeys: 4, noNullPrototype: true });
const resourceList = object({ cpu: quantity, memory: quantity, 'nvidia.com/gpu': quantity });
const probe = object({
  httpGet: object({ path: word, port: fc.oneof(port, word), scheme: fc.constantFrom('HTTP', 'HTTPS') }, ['port']),
  exec: object({ command: fc.array(word, { maxLength: 3 }) }),
  periodSeconds: fc.nat(30),
});
const envVar = fc.oneof(
  object({ name, value: word }, ['name']),
  object({ name, valueFrom: object({ fieldRef: object({ fieldPath: word }, ['fieldPath']) }) }, ['name']),
);
const securityContext = object({
  runAsUser: bigWhole,
  privileged: fc.boolean(),
  capabilities: object({ add: fc.array(word, { maxLength: 3 }), drop: fc.array(word, { maxLength: 3 }) }),
});
const container = object(
  {
    name,
    image: word,
    args: fc.array(word, { maxLength: 5 }),
    command: fc.array(word, { maxLength: 3 }),
    env: listOf(envVar, 'name'),
    ports: fc.array(object({ containerPort: port, name, protocol: fc.constantFrom('TCP', 'UDP') }, ['containerPort']), {
      maxLength: 4,
    }),
    volumeMounts: listOf(object({ name, mountPath: word, readOnly: fc.boolean() }, ['name', 'mountPath']), 'mountPath'),
    resources: object({ limits: resourceList, requests: resourceList }),
    livenessProbe: probe,
    readinessProbe: probe,
    securityContext,
  },
  ['name'],
);
const volume = fc.oneof(
  object({ name, emptyDir: object({ medium: word, sizeLimit: quantity }) }, ['name']),
  object({ name, configMap: object({ name: word, optional: fc.boolean(), defaultMode: fc.nat(511) }) }, ['name']),
  object({ name, hostPath: object({ path: word }, ['path']) }, ['name']),
);
const metadata = object({
  name,
  namespace: name,
  generateName: word,
  labels: fc.oneof({ weight: 6, arbitrary: stringMap }, { weight: 1, arbitrary: fc.constant(null) }),
  annotations: fc.oneof({ weight: 6, arbitrary: stringMap }, { weight: 1, arbitrary: fc.constant(null) }),
  finalizers: fc.array(word, { maxLength: 4 }),
  ownerReferences: listOf(object({ uid: name, kind: word, name: word, controller: fc.boolean() }, ['uid']), 'uid', 2),
});
const toleration = object({ key: word, operator: fc.constantFrom('Exists', 'Equal'), tolerationSeconds: bigWhole });
const spec = object(
  {
    containers: listOf(container, 'name', 5),
    initContainers: listOf(container, 'name', 3),
    volumes: listOf(volume, 'name'),
    tolerations: fc.array(toleration, { maxLength: 3 }),
    imagePullSecrets: listOf(object({ name }, ['name']), 'name', 3),
    hostAliases: listOf(object({ ip: word, hostnames: fc.array(word, { maxLength: 3 }) }, ['ip']), 'ip', 2),
    nodeSelector: stringMap,
    securityContext: object({
      runAsUser: bigWhole,
      fsGroup: bigWhole,
      sysctls: fc.array(object({ name, value: word })),
    }),
    serviceAccountName: word,
    hostNetwork: fc.boolean(),
    terminationGracePeriodSeconds: bigWhole,
    dnsConfig: object({
      nameservers: fc.array(word, { maxLength: 3 }),
      options: fc.array(object({ name, value: word })),
    }),
  },
  ['containers'],
);

/**
 * Pods as the API server might send them: mostly well-formed, with few names so that two of them overlap, with
 * keys that need escaping in JSON pointers, integers beyond 2^53, null maps and missing parents.
 */
export const arbitraryPod: fc.Arbitrary<JsonObject> = object(
  { apiVersion: fc.constant('v1'), kind: fc.constant('Pod'), metadata, spec, status: object({ phase: word }) },
  ['apiVersion', 'kind', 'spec'],
);

/** A pod and what somebody made of it: most of it stays, something is edited, added, dropped or moved. */
export const arbitraryPodPair: fc.Arbitrary<readonly [JsonObject, JsonObject]> = fc
  .tuple(arbitraryPod, arbitraryPod, fc.infiniteStream(fc.nat(9)))
  .map(([before, other, dice]) => {
    const roll = (): number => dice.next().value ?? 0;
    return [before, blend(before, other, roll) as JsonObject] as const;
  });

/** Takes most of the first value and some of the second, list items matched by place. */
function blend(base: JsonValue, other: JsonValue, roll: () => number): JsonValue {
  if (Array.isArray(base) && Array.isArray(other)) {
    const blended = base.map((item, index) => (index < other.length ? blend(item, other[index], roll) : item));
    return rearrange(blended, other, roll);
  }
  if (isObject(base) && isObject(other)) {
    const keys = [...new Set([...Object.keys(base), ...Object.keys(other)])];
    return Object.fromEntries(keys.flatMap((one) => blendField(one, base, other, roll)));
  }
  return roll() < 2 ? other : base;
}

function blendField(field: string, base: JsonObject, other: JsonObject, roll: () => number): [string, JsonValue][] {
  const mine = Object.hasOwn(base, field) ? base[field] : undefined;
  const theirs = Object.hasOwn(other, field) ? other[field] : undefined;
  if (mine === undefined || theirs === undefined) {
    const value = mine ?? theirs;
    return value === undefined || roll() < (mine === undefined ? 7 : 2) ? [] : [[field, value]];
  }
  return [[field, blend(mine, theirs, roll)]];
}

function rearrange(items: readonly JsonValue[], other: readonly JsonValue[], roll: () => number): JsonValue[] {
  const result = [...items];
  const kind = roll();
  if (kind < 2 && other.length > 0) {
    result.splice(roll() % (result.length + 1), 0, other.at(-1) ?? null);
  } else if (kind < 4 && result.length > 0) {
    result.splice(roll() % result.length, 1);
  } else if (kind < 6 && result.length > 1) {
    result.splice(roll() % result.length, 0, ...result.splice(roll() % result.length, 1));
  }
  return result;
}
