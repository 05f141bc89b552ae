import { describe, expect, it } from 'vitest';
import type { GoPointer, GoSlice, GoStruct, GoTypedMap, GoValue, MethodLookup } from '../../../lib/go/value.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { KubeError } from '../../../lib/kube/errors.ts';
import { typedValue } from '../../../lib/kube/typed-pod.ts';
import { typedPod } from '../../support/go-views.ts';

const pod: JsonObject = {
  kind: 'Pod',
  metadata: { name: 'web', labels: { app: 'shop', '1': 'one' }, creationTimestamp: '2024-01-02T03:04:05Z' },
  spec: {
    priority: 0,
    hostNetwork: true,
    nodeSelector: {},
    containers: [
      {
        name: 'c',
        command: [],
        ports: [{ containerPort: 8080, protocol: 'TCP' }],
        resources: { limits: { cpu: '0.5', memory: '1Gi' } },
        livenessProbe: { httpGet: { port: 'http' }, tcpSocket: { port: 80 } },
      },
    ],
    volumes: [
      { name: 'v', emptyDir: { sizeLimit: '1Gi' } },
      { name: 's', secret: { secretName: 'x' } },
    ],
  },
};

/** Follows fields, list indices and map keys. */
function at(from: GoValue, ...path: (string | number)[]): GoValue {
  let value = from;
  for (const step of path) {
    const box = (value as GoPointer).kind === 'pointer' ? (value as GoPointer).target : value;
    if (typeof step === 'number') {
      value = (box as GoSlice).at(step);
    } else if ((box as GoTypedMap).kind === 'map') {
      value = (box as GoTypedMap).get(step) as GoValue;
    } else {
      value = (box as GoStruct).field(step) as GoValue;
    }
  }
  return value;
}

/** Calls a method as a template finds it. */
function call(value: GoValue, name: string): GoValue {
  const box = value as { method?: MethodLookup; pointerMethod?: MethodLookup };
  const method = box.method?.(name) ?? box.pointerMethod?.(name);
  if (method === undefined) {
    throw new Error(`no method ${name}`);
  }
  return method.call([]);
}

const typed = typedPod(pod);
const int32 = (value: bigint): GoValue => ({ kind: 'number', type: 'int32', numeric: 'int32', value });

describe('typedPod shows fields by their Go names', () => {
  it.each<[path: (string | number)[], want: unknown]>([
    [['Name'], 'web'],
    [['ObjectMeta', 'Name'], 'web'],
    [['Namespace'], ''],
    [['TypeMeta', 'Kind'], 'Pod'],
    [['Spec', 'HostNetwork'], true],
    [['Spec', 'HostPID'], false],
    [['Labels', 'app'], 'shop'],
    [['Labels', 'nope'], undefined],
    [['Spec', 'Containers', 0, 'Ports', 0, 'ContainerPort'], int32(8080n)],
    [['Spec', 'Containers', 0, 'Ports', 0, 'Protocol'], { kind: 'named', type: 'v1.Protocol', value: 'TCP' }],
    [['Spec', 'Containers', 0, 'LivenessProbe', 'HTTPGet', 'Port', 'StrVal'], 'http'],
    [['Spec', 'Containers', 0, 'LivenessProbe', 'TCPSocket', 'Port', 'IntVal'], int32(80n)],
    [['Spec', 'Volumes', 0, 'EmptyDir', 'Medium'], { kind: 'named', type: 'v1.StorageMedium', value: '' }],
    [['Spec', 'Volumes', 1, 'VolumeSource', 'Secret', 'SecretName'], 'x'],
    [['name'], undefined],
    [['Spec', 'Nope'], undefined],
  ])('%j', (path, want) => {
    expect(at(typed, ...path)).toEqual(want);
  });
});

describe('typedPod names types as %T does', () => {
  it.each<[path: (string | number)[], type: string]>([
    [[], '*v1.Pod'],
    [['Spec'], 'v1.PodSpec'],
    [['Spec', 'Containers'], '[]v1.Container'],
    [['Labels'], 'map[string]string'],
    [['Spec', 'Priority'], '*int32'],
    [['Spec', 'SecurityContext'], '*v1.PodSecurityContext'],
    [['Spec', 'Containers', 0, 'Resources', 'Limits'], 'v1.ResourceList'],
    [['Spec', 'Containers', 0, 'Resources', 'Limits', 'cpu'], 'resource.Quantity'],
    [['CreationTimestamp'], 'v1.Time'],
  ])('%j', (path, type) => {
    expect((at(typed, ...path) as GoStruct).type).toBe(type);
  });

  it('tells the declared type of a field, promoted ones included', () => {
    const struct = typed.target as GoStruct;
    expect(['Name', 'Spec', 'Nope'].map((name) => struct.fieldType(name))).toEqual(['string', 'v1.PodSpec', undefined]);
    expect(struct.fields).toEqual(['TypeMeta', 'ObjectMeta', 'Spec', 'Status']);
  });
});

describe('typedPod tells nil from empty', () => {
  it.each<[path: (string | number)[], isNil: boolean]>([
    [['Spec', 'NodeSelector'], false],
    [['Annotations'], true],
    [['Spec', 'Containers', 0, 'Command'], false],
    [['Spec', 'Containers', 0, 'Args'], true],
    [['Spec', 'Priority'], false],
    [['Spec', 'DNSConfig'], true],
    [['Spec', 'ActiveDeadlineSeconds'], true],
  ])('%j', (path, isNil) => {
    expect((at(typed, ...path) as GoPointer | GoSlice | GoTypedMap).isNil).toBe(isNil);
  });

  it('knows the fields of what a nil pointer would point at', () => {
    const nil = at(typed, 'Spec', 'DNSConfig') as GoPointer;
    expect([nil.hasField?.('Nameservers'), nil.hasField?.('Nope')]).toEqual([true, false]);
    expect(call(nil, 'String')).toBe('nil');
    expect(() => nil.method?.('DeepCopy')?.call([])).not.toThrow();
  });
});

describe('typedPod has the methods that templates call', () => {
  it.each<[path: (string | number)[], method: string, want: unknown]>([
    [[], 'GetName', 'web'],
    [['ObjectMeta'], 'GetNamespace', ''],
    [['Spec', 'Containers', 0, 'LivenessProbe', 'HTTPGet', 'Port'], 'String', 'http'],
    [['Spec', 'Containers', 0, 'LivenessProbe', 'HTTPGet', 'Port'], 'IntValue', 0n],
    [['Spec', 'Containers', 0, 'LivenessProbe', 'TCPSocket', 'Port'], 'IntValue', 80n],
    [['Spec', 'Volumes', 0, 'EmptyDir', 'SizeLimit'], 'String', '1Gi'],
    [['Spec', 'Volumes', 0, 'EmptyDir', 'SizeLimit'], 'IsZero', false],
    [['Spec', 'Volumes', 0, 'EmptyDir', 'SizeLimit'], 'Sign', 1n],
    [['Spec', 'Volumes', 0, 'EmptyDir', 'SizeLimit'], 'AsApproximateFloat64', 1073741824],
    [['CreationTimestamp'], 'String', '2024-01-02 03:04:05 +0000 UTC'],
    [['CreationTimestamp'], 'IsZero', false],
    [['CreationTimestamp'], 'Year', 2024n],
    [['CreationTimestamp'], 'ToUnstructured', '2024-01-02T03:04:05Z'],
    [['Spec', 'Volumes', 0, 'VolumeSource', 'EmptyDir'], 'String', '&EmptyDirVolumeSource{Medium:,SizeLimit:1Gi,}'],
    [
      ['Spec', 'Volumes', 1, 'Secret'],
      'String',
      '&SecretVolumeSource{SecretName:x,Items:[]KeyToPath{},DefaultMode:nil,Optional:nil,}',
    ],
  ])('%j.%s', (path, method, want) => {
    expect(call(at(typed, ...path), method)).toEqual(want);
  });

  it.each<[method: string, value: bigint]>([
    ['Value', 1n],
    ['MilliValue', 500n],
  ])('rounds a quantity up: %s', (method, value) => {
    const cpu = call(at(typed, 'Spec', 'Containers', 0, 'Resources', 'Limits'), 'Cpu');
    expect(call(cpu, method)).toEqual({ kind: 'number', type: 'int64', numeric: 'int64', value });
  });

  it('gives a map element no methods of its pointer, and an absent one its zero', () => {
    const limits = at(typed, 'Spec', 'Containers', 0, 'Resources', 'Limits') as GoTypedMap;
    const cpu = limits.get('cpu') as GoStruct;
    expect(cpu.method?.('String') ?? cpu.pointerMethod?.('String')).toBeUndefined();
    expect(cpu.method?.('ToUnstructured')?.call([])).toBe('500m');
    expect((limits.zero!() as GoStruct).json?.()).toBe('"0"');
    expect(call(call(limits, 'Memory'), 'String')).toBe('1Gi');
    expect(call(call(limits, 'Pods'), 'String')).toBe('0');
  });
});

describe('typedPod encodes as encoding/json does', () => {
  it.each<[path: (string | number)[], want: string]>([
    [['ObjectMeta'], '{"name":"web","creationTimestamp":"2024-01-02T03:04:05Z","labels":{"1":"one","app":"shop"}}'],
    [['Spec', 'Containers', 0, 'Resources'], '{"limits":{"cpu":"500m","memory":"1Gi"}}'],
    [['Spec', 'Volumes', 0], '{"name":"v","emptyDir":{"sizeLimit":"1Gi"}}'],
    [['Spec', 'Containers', 0, 'LivenessProbe', 'HTTPGet', 'Port'], '"http"'],
    [['Status'], '{}'],
  ])('%j', (path, want) => {
    expect((at(typed, ...path) as GoStruct).json?.()).toBe(want);
  });
});

describe('typedPod reads names in any letter case, the later of two winning', () => {
  const odd = typedPod({
    Metadata: { NAME: 'a', name: 'b' },
    SPEC: { HostNetwork: true, hostnetwork: null },
    ſpec: {},
  });

  it('matches names', () => {
    expect([at(odd, 'Name'), at(odd, 'Spec', 'HostNetwork')]).toEqual(['b', true]);
  });
});

describe('typedValue', () => {
  it.each<[type: string, json: string]>([
    ['v1.ObjectMeta', '{}'],
    ['v1.PodSpec', '{"containers":null}'],
    ['v1.Time', 'null'],
    ['resource.Quantity', '"0"'],
    ['intstr.IntOrString', '0'],
  ])('makes the zero value of %s', (type, json) => {
    expect((typedValue(type, undefined) as GoStruct).json?.()).toBe(json);
  });

  it.each<[type: string, json: JsonObject[string], want: unknown]>([
    ['string', 'a', 'a'],
    ['bool', true, true],
    ['int', 3, 3n],
    ['float64', 1.5, 1.5],
    ['v1.Protocol', 'TCP', { kind: 'named', type: 'v1.Protocol', value: 'TCP' }],
    ['int64', 3n, { kind: 'number', type: 'int64', numeric: 'int64', value: 3n }],
  ])('gives %s in its form', (type, json, want) => {
    expect(typedValue(type, json)).toEqual(want);
  });

  it('reads bytes from base64', () => {
    const bytes = typedValue('[]uint8', 'aGk=') as GoSlice;
    expect([bytes.length, bytes.at(0)]).toEqual([2, { kind: 'number', type: 'uint8', numeric: 'uint8', value: 104n }]);
  });

  it('refuses types that the table does not have, names of prototypes too', () => {
    for (const type of ['v1.Nope', 'constructor', '__proto__']) {
      expect(() => typedValue(type, {})).toThrow(KubeError);
    }
  });

  it.each<[path: (string | number)[], message: RegExp]>([
    [['Spec', 'Containers', 0, 'Name'], /spec\.containers\[0\]\.name: this must be a string, but is a number/],
    [['Spec', 'Priority'], /spec\.priority: this must be a whole number/],
    [['Spec', 'Volumes'], /spec\.volumes: this must be a list, but is an object/],
    [['Labels'], /metadata\.labels: this must be an object, but is a list/],
  ])('tells where a value of the wrong type stands: %j', (path, message) => {
    const wrong = typedPod({
      metadata: { labels: [] },
      spec: { priority: 1.5, volumes: {}, containers: [{ name: 1 }] },
    });
    expect(() => at(wrong, ...path)).toThrow(message);
  });
});
