import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../lib/json/json-value.ts';
import { KubeError, type KubeErrorCode } from '../../../lib/kube/errors.ts';
import { normalPod, normalValue } from '../../../lib/kube/normal-form.ts';
import { thrownBy } from '../../support/fakes/thrown-by.ts';
import { normalText } from '../../support/go-views.ts';

describe('normalValue encodes what Go decodes', () => {
  it.each<[name: string, type: string, json: JsonValue, want: JsonValue]>([
    ['an empty Pod', 'v1.Pod', null, { metadata: {}, spec: { containers: null }, status: {} }],
    ['unknown fields', 'v1.EnvVar', { name: 'a', nope: 1 }, { name: 'a' }],
    ['empty values', 'v1.EnvVar', { name: '', value: '' }, { name: '' }],
    ['an empty list', 'v1.Container', { name: 'a', args: [], command: null }, { name: 'a', resources: {} }],
    ['a pointer to zero', 'v1.PodSpec', { containers: [], priority: 0 }, { containers: [], priority: 0 }],
    ['a null pointer', 'v1.PodSpec', { containers: null, priority: null }, { containers: null }],
    ['inlined structs', 'v1.Volume', { name: 'v', emptyDir: {}, hostPath: null }, { name: 'v', emptyDir: {} }],
    ['letter case', 'v1.EnvVar', { NAME: 'a', Value: 'b' }, { name: 'a', value: 'b' }],
    [
      'joined objects',
      'v1.Pod',
      { metadata: { name: 'a' }, Metadata: { namespace: 'b' } },
      { metadata: { name: 'a', namespace: 'b' }, spec: { containers: null }, status: {} },
    ],
    [
      'quantities',
      'v1.ResourceList',
      { b: 0.5, a: '1024Mi', c: null, d: ' 1 ' },
      { a: '1Gi', b: '500m', c: '0', d: '1' },
    ],
    ['int or string', '[]intstr.IntOrString', [1, '50%', null], [1, '50%', 0]],
    [
      'times',
      '[]v1.Time',
      ['2024-01-02T03:04:05.9+01:00', null, '0001-01-01T00:00:00Z'],
      ['2024-01-02T02:04:05Z', null, null],
    ],
    [
      'a pointer to the zero time',
      'v1.ObjectMeta',
      { deletionTimestamp: '0001-01-01T00:00:00Z', creationTimestamp: null },
      { deletionTimestamp: null },
    ],
    [
      'raw JSON',
      'v1.ManagedFieldsEntry',
      { fieldsV1: { 'f:a': { b: [1, null, true] } } },
      { fieldsV1: { 'f:a': { b: [1, null, true] } } },
    ],
    ['bytes', '[]uint8', 'aGk=\n', 'aGk='],
    ['bytes as a list', '[]uint8', [1, 255], [1, 255]],
    ['large whole numbers', 'int64', 9007199254740993n, 9007199254740993n],
    ['a float', 'float64', 1n, 1],
  ])('%s', (_, type, json, want) => {
    expect(normalValue(type, json)).toStrictEqual(want);
  });

  it('is the very same of a map that is normal, and leaves one that is not as it was', () => {
    const [normal, other] = [
      { cpu: '1', memory: '1Gi' },
      { cpu: '1000m', memory: '1Gi' },
    ];
    expect(normalValue('v1.ResourceList', normal)).toBe(normal);
    expect(normalValue('v1.ResourceList', other)).toEqual({ cpu: '1', memory: '1Gi' });
    expect(other).toEqual({ cpu: '1000m', memory: '1Gi' });
  });

  it('keeps __proto__ as a key', () => {
    const labels = normalValue('map[string]string', JSON.parse('{"__proto__": "a", "b": "c"}'));
    expect(Object.keys(labels as object)).toEqual(['__proto__', 'b']);
  });
});

describe('normalPod refuses what Go refuses, and says where', () => {
  it.each<[spec: JsonValue, code: KubeErrorCode, path: string]>([
    ['x', 'wrong-type', 'spec'],
    [{ containers: {} }, 'wrong-type', 'spec.containers'],
    [{ containers: [{ name: 1 }] }, 'wrong-type', 'spec.containers[0].name'],
    [{ containers: [{ tty: 'true' }] }, 'wrong-type', 'spec.containers[0].tty'],
    [
      { containers: [{ ports: [{ containerPort: 2 ** 31 }] }] },
      'out-of-range',
      'spec.containers[0].ports[0].containerPort',
    ],
    [{ terminationGracePeriodSeconds: 2n ** 63n }, 'out-of-range', 'spec.terminationGracePeriodSeconds'],
    [{ priority: 1e21 }, 'wrong-type', 'spec.priority'],
    [{ priority: false }, 'wrong-type', 'spec.priority'],
    [{ nodeSelector: { 'a.b': null, c: 1 } }, 'wrong-type', 'spec.nodeSelector["c"]'],
    [{ overhead: { cpu: true } }, 'bad-quantity', 'spec.overhead["cpu"]'],
    [{ overhead: { cpu: [] } }, 'bad-quantity', 'spec.overhead["cpu"]'],
    [{ overhead: { cpu: 'x' } }, 'bad-quantity', 'spec.overhead["cpu"]'],
    [
      { containers: [{ livenessProbe: { httpGet: { port: 1.5 } } }] },
      'wrong-type',
      'spec.containers[0].livenessProbe.httpGet.port',
    ],
  ])('%#: %s at %s', (spec, code, path) => {
    expect(thrownBy(KubeError, () => normalPod({ spec }))).toMatchObject({ code, path });
  });

  it.each<[json: JsonValue, code: KubeErrorCode, path: string]>([
    [{ metadata: { creationTimestamp: 'now' } }, 'bad-time', 'metadata.creationTimestamp'],
    [{ metadata: { creationTimestamp: 1 } }, 'wrong-type', 'metadata.creationTimestamp'],
    [[], 'wrong-type', ''],
  ])('%j', (json, code, path) => {
    expect(thrownBy(KubeError, () => normalPod(json))).toMatchObject({ code, path });
  });

  it('refuses bytes that are not base64, and numbers that are not', () => {
    expect(thrownBy(KubeError, () => normalValue('[]uint8', 'x')).code).toBe('bad-base64');
    expect(thrownBy(KubeError, () => normalValue('float64', 'x')).code).toBe('wrong-type');
  });
});

describe('normalText tells number literals apart', () => {
  it.each<[type: string, text: string, want: JsonValue]>([
    ['resource.Quantity', '1e0', '1e0'],
    ['resource.Quantity', '1.50', '1500m'],
    ['int32', '-7', -7],
    ['float64', '1.0', 1],
    ['v1.FieldsV1', '{"a":1.5}', { a: 1.5 }],
  ])('%s %s', (type, text, want) => {
    expect(normalText(type, text)).toStrictEqual(want);
  });

  it.each<[type: string, text: string, code: KubeErrorCode]>([
    ['int32', '1e2', 'wrong-type'],
    ['int32', '1.0', 'wrong-type'],
    ['string', '1', 'wrong-type'],
    ['int32', '{', 'bad-json'],
  ])('%s %s is refused', (type, text, code) => {
    expect(thrownBy(KubeError, () => normalText(type, text)).code).toBe(code);
  });
});
