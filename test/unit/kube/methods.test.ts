import { describe, expect, it } from 'vitest';
import { GoPanic } from '../../../lib/go/errors.ts';
import type { GoPointer, GoStruct, GoValue, MethodLookup } from '../../../lib/go/value.ts';
import type { JsonValue } from '../../../lib/json/json-value.ts';
import { typedValue } from '../../../lib/kube/typed-pod.ts';
import { typedPod } from '../../support/go-views.ts';

const int64 = (value: bigint): GoValue => ({ kind: 'number', type: 'int64', numeric: 'int64', value });

function pointer(type: string, json: JsonValue | undefined): GoPointer {
  return typedValue(`*${type}`, json) as GoPointer;
}

describe('methods of custom types', () => {
  it.each<[type: string, json: JsonValue, method: string, want: GoValue]>([
    ['v1.Time', '2024-03-04T05:06:07.008Z', 'Unix', int64(1709528767n)],
    ['v1.Time', '2024-03-04T05:06:07.008Z', 'UnixMilli', int64(1709528767008n)],
    ['v1.Time', '2024-03-04T05:06:07.008Z', 'UnixMicro', int64(1709528767008000n)],
    ['v1.Time', '2024-03-04T05:06:07.008Z', 'UnixNano', int64(1709528767008000000n)],
    ['v1.Time', '2024-03-04T05:06:07.008Z', 'Day', 4n],
    ['v1.Time', '2024-03-04T05:06:07.008Z', 'Hour', 5n],
    ['v1.Time', '2024-03-04T05:06:07.008Z', 'Minute', 6n],
    ['v1.Time', '2024-03-04T05:06:07.008Z', 'Second', 7n],
    ['v1.Time', '2024-03-04T05:06:07.008Z', 'Nanosecond', 8000000n],
    ['v1.Time', '0001-01-01T00:00:00Z', 'ToUnstructured', null],
    ['resource.Quantity', '-2', 'Sign', -1n],
    ['resource.Quantity', '0', 'Sign', 0n],
    ['resource.Quantity', '1.5', 'AsFloat64Slow', 1.5],
    ['resource.Quantity', '1.5', 'ToUnstructured', '1500m'],
    ['intstr.IntOrString', '+7', 'IntValue', 7n],
    ['intstr.IntOrString', '99999999999999999999', 'IntValue', 2n ** 63n - 1n],
    ['intstr.IntOrString', '-99999999999999999999', 'IntValue', -(2n ** 63n)],
    ['intstr.IntOrString', 80, 'String', '80'],
    ['v1.FieldsV1', { a: [1] }, 'GetRawString', '{"a":[1]}'],
  ])('%s %j %s', (type, json, method, want) => {
    expect(pointer(type, json).method?.(method)?.call([])).toEqual(want);
  });

  it('give back what they are called on', () => {
    const quantity = pointer('resource.Quantity', '2');
    expect((quantity.method!('ToDec')!.call([]) as GoPointer).type).toBe('*resource.Quantity');
    const pod = typedPod({ kind: 'Pod', metadata: { name: 'a' } });
    const meta = pod.method?.('GetObjectMeta')?.call([]) as GoPointer;
    expect((meta.target as GoStruct).field('Name')).toBe('a');
    const kind = pod.method?.('GetObjectKind')?.call([]) as GoPointer;
    expect(kind.type).toBe('*v1.TypeMeta');
  });

  it.each<[apiVersion: string, want: string]>([
    ['v1', '/v1, Kind=Pod'],
    ['apps/v1', 'apps/v1, Kind=Pod'],
    ['a/b/c', '/, Kind=Pod'],
  ])('tell group, version and kind of %s', (apiVersion, want) => {
    const kind = typedPod({ apiVersion, kind: 'Pod' }).method?.('GroupVersionKind')?.call([]) as GoStruct;
    expect(kind.method?.('String')?.call([])).toBe(want);
    expect([kind.type, kind.field('Kind'), kind.fieldType('Kind')]).toEqual([
      'schema.GroupVersionKind',
      'Pod',
      'string',
    ]);
  });

  it('describe themselves as functions without parameters', () => {
    const method = typedPod({}).method?.('GetName');
    expect(method).toMatchObject({ kind: 'func', type: 'func() string', params: [], variadic: false });
    expect(typedPod({}).method?.('Nope')).toBeUndefined();
  });
});

describe('methods of nil pointers', () => {
  it.each<[type: string, want: string | undefined]>([
    ['v1.Probe', 'nil'],
    ['resource.Quantity', '<nil>'],
    ['intstr.IntOrString', '<nil>'],
    ['v1.Time', undefined],
    ['int64', undefined],
  ])('*%s prints %s', (type, want) => {
    const lookup: MethodLookup | undefined = pointer(type, undefined).method;
    expect(lookup?.('String')?.call([])).toBe(want);
  });

  it('panic as Go does, but for String', () => {
    const nil = pointer('v1.ObjectMeta', null);
    expect(() => nil.method?.('GetName')?.call([])).toThrow(GoPanic);
    expect(nil.method?.('Nope')).toBeUndefined();
  });
});
