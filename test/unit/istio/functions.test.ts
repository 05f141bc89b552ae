import { describe, expect, it } from 'vitest';
import { GoError } from '../../../lib/go/errors.ts';
import { goValueFromJson } from '../../../lib/go/from-json.ts';
import { entriesOf, stringMap } from '../../../lib/go/string-map.ts';
import type { GoValue } from '../../../lib/go/value.ts';
import { decodeMeshConfig } from '../../../lib/istio/mesh-config.ts';
import { messageType } from '../../../lib/istio/proto/types.ts';
import { messageView } from '../../../lib/istio/proto/view.ts';
import type { JsonValue } from '../../../lib/json/json-value.ts';
import { typedValue } from '../../../lib/kube/typed-pod.ts';
import { istioFunctions } from '../../support/go-views.ts';

const run = { charge: () => undefined };
const map = (entries: Record<string, string>): GoValue => stringMap(new Map(Object.entries(entries)));
const go = (json: JsonValue): GoValue => goValueFromJson(json, 'float64');

function call(name: string, ...args: readonly GoValue[]): GoValue {
  const found = istioFunctions.get(name);
  if (found === undefined) {
    throw new Error(`no function ${name}`);
  }
  return found.call(args, run);
}

const mesh = decodeMeshConfig({
  defaultConfig: { drainDuration: '90s', concurrency: 0 },
  extensionProviders: [
    { name: 'o', opentelemetry: { service: 's', port: 1, serviceAttributeEnrichment: 'OTEL_SEMANTIC_CONVENTIONS' } },
  ],
});
const proxy = mesh.message('default_config');
const proxyView = messageView(messageType('istio.mesh.v1alpha1.ProxyConfig'), proxy);
const meshView = messageView(messageType('istio.mesh.v1alpha1.MeshConfig'), mesh);
const duration = messageView(messageType('google.protobuf.Duration'), proxy?.message('drain_duration'));
const spec = typedValue('v1.PodSpec', {
  containers: [
    { name: 'a', image: 'r:5000/a:1@sha256:b', ports: [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP' }] },
    { name: 'istio-proxy', ports: [{ containerPort: 15090, protocol: 'TCP' }] },
  ],
});
const containers =
  typeof spec === 'object' && spec !== null && 'kind' in spec && spec.kind === 'struct'
    ? (spec.field('Containers') ?? null)
    : null;
const metadata = typedValue('v1.ObjectMeta', { annotations: { a: 'x', empty: '' } });

describe('istioFunctions', () => {
  it.each<[string, readonly GoValue[], GoValue]>([
    ['formatDuration', [duration], '1m30s'],
    ['isset', [map({ a: '' }), 'a'], true],
    ['isset', [map({}), 'a'], false],
    ['excludeInboundPort', [15020n, '80, 90'], '80,90,15020'],
    ['excludeInboundPort', [15020, ''], '15020'],
    ['excludeInboundPort', ['80', '80, 90'], '80, 90'],
    ['excludeInboundPort', [0n, '80'], '80'],
    ['excludeInboundPort', ['', '80'], '80'],
    ['includeInboundPorts', [containers], '80,15090'],
    ['applicationPorts', [containers], '80'],
    ['kubevirtInterfaces', ['net1'], 'net1'],
    ['excludeInterfaces', ['net1'], 'net1'],
    ['annotation', [metadata, 'a', 5n], 'x'],
    ['annotation', [metadata, 'empty', 5n], ''],
    ['annotation', [metadata, 'b', 15020], '15020'],
    ['annotation', [metadata, 'b', null], '<nil>'],
    ['valueOrDefault', ['', 'd'], 'd'],
    ['valueOrDefault', [null, 'd'], 'd'],
    ['valueOrDefault', [false, 'd'], false],
    ['toJSON', [map({ b: '<', a: '1' })], '{"a":"1","b":"\\u003c"}'],
    ['fromJSON', ['{"a":[1]}'], new Map<string, GoValue>([['a', [1]]])],
    ['fromJSON', ['{'], '{}'],
    ['structToJSON', [null], '{}'],
    ['structToJSON', [go({ b: 1, a: 'x' })], '{"a":"x","b":1}'],
    ['protoToJSON', [proxyView], '{"drainDuration":"90s","concurrency":0}'],
    ['toYaml', [go({ b: [1, 'x'], a: true })], 'a: true\nb:\n- 1\n- x\n'],
    ['toYaml', [null], 'null\n'],
    ['indent', [2n, 'a\nb\n'], 'a\n  b\n  '],
    ['directory', ['/etc/certs/ca.pem'], '/etc/certs/'],
    ['directory', ['ca.pem'], ''],
    ['contains', ['/', 'a/b'], true],
    ['toLower', ['ReplicaSet'], 'replicaset'],
    ['appendMultusNetwork', ['a,b', 'n'], 'a,b, n'],
    ['appendMultusNetwork', ['[{"name":"a"}]', 'n'], '[{"name":"a"}, {"name": "n"}]'],
    ['appendMultusNetwork', ['[{"name":"a"}]', 'default/n'], '[{"name":"a"}, {"name": "n", "namespace": "default"}]'],
    [
      'appendMultusNetwork',
      ['[{"name":"n","namespace":"default"}]', 'default/n'],
      '[{"name":"n","namespace":"default"}]',
    ],
    ['env', ['PATH', 'preset'], 'preset'],
    ['toJsonMap', [map({ a: '1' }), map({ a: '2', b: '3' })], '{"a":"2","b":"3"}'],
    ['omitNil', [go({ a: null, b: { c: null }, d: [null, 1] })], new Map<string, GoValue>([['d', [1]]])],
    ['omitNil', [go({ a: null })], null],
    [
      'otelResourceAttributes',
      [meshView, map({}), map({}), 'ns', containers],
      'service.namespace=ns,service.instance.id=ns.$(POD_NAME).a',
    ],
  ])('%s', (name, args, want) => {
    expect(call(name, ...args)).toEqual(want);
  });

  it.each<[string, readonly GoValue[], Record<string, string>]>([
    ['omit', [map({ a: '1', b: '2' }), 'a', 'x'], { b: '2' }],
    ['strdict', ['a', '1', 'b'], { a: '1', b: '' }],
    ['mergeMaps', [map({ a: '1' }), map({ a: '2' })], { a: '2' }],
    ['mergeMaps', [], {}],
  ])('%s gives a map of strings', (name, args, want) => {
    expect(Object.fromEntries(entriesOf(call(name, ...args)))).toEqual(want);
  });

  it('declares the types that Go declares', () => {
    expect(istioFunctions.get('isset')?.params).toEqual(['map[string]string', 'string']);
    expect(istioFunctions.get('omit')).toMatchObject({ variadic: true, result: 'map[string]string' });
    expect(istioFunctions.get('indent')?.params).toEqual(['int', 'string']);
  });

  it('remembers what omitNil made of values that stay as they are, and of no others', () => {
    const omitNil = istioFunctions.get('omitNil');
    const limits = go({ cpu: '2', memory: null });
    const lasting = { ...run, keepsData: true };
    expect(omitNil?.call([limits], lasting)).toEqual(new Map([['cpu', '2']]));
    expect(omitNil?.call([limits], lasting)).toBe(omitNil?.call([limits], lasting));
    expect(omitNil?.call([limits], run)).not.toBe(omitNil?.call([limits], run));
  });

  it('remembers that omitNil left nothing', () => {
    const omitNil = istioFunctions.get('omitNil');
    const nothing = go({ cpu: null });
    const results = [1, 2].map(() => omitNil?.call([nothing], { ...run, keepsData: true }));
    expect(results).toEqual([null, null]);
  });

  it('takes only messages for protoToJSON', () => {
    expect(() => call('protoToJSON', 'x')).toThrow(GoError);
  });

  it('bounds what indent makes', () => {
    expect(() => call('indent', 10_000_000n, 'a')).toThrow(/too many/);
  });
});
