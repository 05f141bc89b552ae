import type { GoNumber, GoPointer, GoStruct, GoValue } from '../go/value.ts';
import { decodeIntOrString, decodeQuantity } from './decode.ts';
import type { Operand } from './operand.ts';

/** A Go field: its name, its type and its value. */
type Field = readonly [name: string, value: readonly [type: string, value: GoValue]];

/** Go fields of a type that encodes itself, in declaration order. Private ones too: fmt prints them. */
export function customFields(operand: Operand): readonly Field[] {
  switch (operand.info.name) {
    case 'intstr.IntOrString':
      return intOrStringFields(operand);
    case 'resource.Quantity':
      return quantityFields(operand);
    default:
      return [];
  }
}

function intOrStringFields({ json, path }: Operand): readonly Field[] {
  const decoded = decodeIntOrString(json, path);
  const isText = decoded.kind === 'string';
  return [
    ['Type', ['intstr.Type', wholeNumber('intstr.Type', 'int64', isText ? 1n : 0n)]],
    ['IntVal', ['int32', wholeNumber('int32', 'int32', isText ? 0n : decoded.value)]],
    ['StrVal', ['string', isText ? decoded.value : '']],
  ];
}

/** A quantity is an int64 with a power of ten, or a big decimal, of which fmt prints no more than that it is there. */
function quantityFields({ json, path }: Operand): readonly Field[] {
  const { unscaled, scale, kept, format, small } = decodeQuantity(json, path);
  const amount = structOf('resource.int64Amount', [
    ['value', ['int64', wholeNumber('int64', 'int64', small ? unscaled : 0n)]],
    ['scale', ['resource.Scale', wholeNumber('resource.Scale', 'int32', small ? BigInt(-scale) : 0n)]],
  ]);
  const decimal: GoPointer = { kind: 'pointer', type: '*inf.Dec', target: small ? null : '', isNil: small };
  return [
    ['i', ['resource.int64Amount', amount]],
    ['d', ['resource.infDecAmount', structOf('resource.infDecAmount', [['Dec', ['*inf.Dec', decimal]]])]],
    ['s', ['string', kept ?? '']],
    ['Format', ['resource.Format', { kind: 'named', type: 'resource.Format', value: format }]],
  ];
}

/** A struct of such fields. */
export function structOf(type: string, fields: readonly Field[]): GoStruct {
  const parts = new Map(fields);
  return {
    kind: 'struct',
    type,
    fields: [...parts.keys()],
    field: (name) => parts.get(name)?.[1],
    fieldType: (name) => parts.get(name)?.[0],
  };
}

function wholeNumber(type: string, numeric: 'int32' | 'int64', value: bigint): GoNumber {
  return { kind: 'number', type, numeric, value };
}
