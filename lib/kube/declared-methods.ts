import { goFunc } from '../go/func.ts';
import { int64 } from '../go/numbers.ts';
import { parseInteger } from '../go/parse-number.ts';
import type { GoPointer, GoValue } from '../go/value.ts';
import { decodeIntOrString, decodeObject, decodeQuantity, decodeTime } from './decode.ts';
import { encodedText, encodeValue } from './encode.ts';
import { memberPath, type Operand } from './operand.ts';
import { formatQuantity, scaledValue } from './quantity.ts';
import { formatTime, isZeroTime, printTime } from './time.ts';
import { typeInfo } from './type-info.ts';
import type { TypeWithMethods } from './types-with-methods.ts';

/** How operands become Go values. */
export interface Views {
  readonly value: (operand: Operand) => GoValue;
  readonly pointer: (operand: Operand) => GoPointer;
}

/** A method: what it returns, as `%T` of its function says, and how to work it out. */
export interface Method {
  readonly result: string;
  readonly call: (operand: Operand, views: Views) => GoValue;
}

/** A method that a type declares. */
export function declaredMethod(type: TypeWithMethods, name: string): Method | undefined {
  return byType[type].get(name);
}

type Methods = ReadonlyMap<string, Method>;

const quantityMethods: Methods = new Map<string, Method>([
  ['String', { result: 'string', call: (self) => formatQuantity(quantityOf(self)) }],
  ['ToUnstructured', { result: 'interface {}', call: (self) => formatQuantity(quantityOf(self)) }],
  ['IsZero', { result: 'bool', call: (self) => quantityOf(self).unscaled === 0n }],
  ['Sign', { result: 'int', call: (self) => sign(quantityOf(self).unscaled) }],
  ['Value', { result: 'int64', call: (self) => int64(scaledValue(quantityOf(self), 0)) }],
  ['MilliValue', { result: 'int64', call: (self) => int64(scaledValue(quantityOf(self), -3)) }],
  ['AsApproximateFloat64', { result: 'float64', call: asFloat }],
  ['AsFloat64Slow', { result: 'float64', call: asFloat }],
  ['ToDec', { result: '*resource.Quantity', call: (self, views) => views.pointer(self) }],
]);

const intOrStringMethods: Methods = new Map<string, Method>([
  ['String', { result: 'string', call: (self) => String(decodeIntOrString(self.json, self.path).value) }],
  ['IntValue', { result: 'int', call: intValue }],
]);

const timeMethods: Methods = new Map<string, Method>([
  ['String', { result: 'string', call: (self) => printTime(timeOf(self)) }],
  ['IsZero', { result: 'bool', call: (self) => isZeroTime(timeOf(self)) }],
  ['ToUnstructured', { result: 'interface {}', call: unstructuredTime }],
  ['Unix', { result: 'int64', call: (self) => int64(BigInt(timeOf(self).seconds)) }],
  ['UnixMilli', { result: 'int64', call: (self) => int64(unixNanos(self) / 1_000_000n) }],
  ['UnixMicro', { result: 'int64', call: (self) => int64(unixNanos(self) / 1000n) }],
  ['UnixNano', { result: 'int64', call: (self) => int64(unixNanos(self)) }],
  ['Year', { result: 'int', call: (self) => BigInt(dateOf(self).getUTCFullYear()) }],
  ['Day', { result: 'int', call: (self) => BigInt(dateOf(self).getUTCDate()) }],
  ['Hour', { result: 'int', call: (self) => BigInt(dateOf(self).getUTCHours()) }],
  ['Minute', { result: 'int', call: (self) => BigInt(dateOf(self).getUTCMinutes()) }],
  ['Second', { result: 'int', call: (self) => BigInt(dateOf(self).getUTCSeconds()) }],
  ['Nanosecond', { result: 'int', call: (self) => BigInt(timeOf(self).nanos) }],
]);

const rawMethods: Methods = new Map<string, Method>([
  ['String', { result: 'string', call: rawText }],
  ['GetRawString', { result: 'string', call: rawText }],
]);

const resourceListMethods: Methods = new Map<string, Method>(
  (
    [
      ['Cpu', 'cpu'],
      ['Memory', 'memory'],
      ['Pods', 'pods'],
      ['Storage', 'storage'],
      ['StorageEphemeral', 'ephemeral-storage'],
    ] as const
  ).map(([name, resource]) => [name, { result: '*resource.Quantity', call: resourceMethod(resource) }]),
);

/** Kind, version and group of a Pod: the only object with a TypeMeta in the table. */
const typeMetaMethods: Methods = new Map<string, Method>([
  ['GetObjectKind', { result: 'schema.ObjectKind', call: (self, views) => views.pointer(self) }],
  ['GroupVersionKind', { result: 'schema.GroupVersionKind', call: groupVersionKind }],
]);

const objectMetaMethods: Methods = new Map<string, Method>([
  ['GetObjectMeta', { result: 'v1.Object', call: (self, views) => views.pointer(self) }],
]);

const byType: Readonly<Record<TypeWithMethods, Methods>> = {
  'resource.Quantity': quantityMethods,
  'intstr.IntOrString': intOrStringMethods,
  'v1.Time': timeMethods,
  'v1.FieldsV1': rawMethods,
  'v1.ResourceList': resourceListMethods,
  'v1.TypeMeta': typeMetaMethods,
  'v1.ObjectMeta': objectMetaMethods,
};

function groupVersionKind(self: Operand): GoValue {
  const object = decodeObject(self.json, self.path) ?? {};
  const parts = String(object.apiVersion ?? '').split('/');
  const [group = '', version = ''] = parts.length > 2 ? [] : parts.length === 2 ? parts : ['', parts[0]];
  const kind = String(object.kind ?? '');
  const fields = new Map([
    ['Group', group],
    ['Version', version],
    ['Kind', kind],
  ]);
  const print = { result: 'string', call: () => `${group}/${version}, Kind=${kind}` };
  return {
    kind: 'struct',
    type: 'schema.GroupVersionKind',
    fields: [...fields.keys()],
    field: (name) => fields.get(name),
    fieldType: (name) => (fields.has(name) ? 'string' : undefined),
    method: (name) => (name === 'String' ? goFunc(print, () => print.call()) : undefined),
    json: () => JSON.stringify(Object.fromEntries(fields)),
  };
}

function resourceMethod(resource: string): Method['call'] {
  return (self, views) => {
    const object = decodeObject(self.json, self.path) ?? {};
    const json = Object.hasOwn(object, resource) ? object[resource] : undefined;
    const path = memberPath(self.path, resource);
    return views.pointer({ info: typeInfo('resource.Quantity'), json, path, addressable: true });
  };
}

function quantityOf(self: Operand): ReturnType<typeof decodeQuantity> {
  return decodeQuantity(self.json, self.path);
}

function timeOf(self: Operand): ReturnType<typeof decodeTime> {
  return decodeTime(self.json, self.path);
}

function dateOf(self: Operand): Date {
  return new Date(timeOf(self).seconds * 1000);
}

function unixNanos(self: Operand): bigint {
  const { seconds, nanos } = timeOf(self);
  return BigInt(seconds) * 1_000_000_000n + BigInt(nanos);
}

function unstructuredTime(self: Operand): GoValue {
  const time = timeOf(self);
  return isZeroTime(time) ? null : formatTime(time);
}

function rawText(self: Operand): string {
  return encodedText(encodeValue(self.info, self.json, self.path));
}

function asFloat(self: Operand): number {
  const { unscaled, scale } = quantityOf(self);
  return Number(`${unscaled}e${-scale}`);
}

function intValue(self: Operand): bigint {
  const decoded = decodeIntOrString(self.json, self.path);
  if (decoded.kind === 'int') {
    return decoded.value;
  }
  // Go's Atoi hands back the nearest int along with the error that IntValue drops.
  const parsed = parseInteger(decoded.value, 10);
  return parsed.ok || parsed.reason === 'range' ? parsed.value : 0n;
}

function sign(value: bigint): bigint {
  return value === 0n ? 0n : value > 0n ? 1n : -1n;
}
