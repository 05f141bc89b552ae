import { GoPanic } from '../go/errors.ts';
import { goFunc } from '../go/func.ts';
import type { GoFunc, MethodLookup } from '../go/value.ts';
import { declaredMethod, type Method, type Views } from './declared-methods.ts';
import { goString } from './go-string.ts';
import { fieldOperand, type Operand } from './operand.ts';
import type { StructInfo, TypeInfo } from './type-info.ts';
import { hasMethods } from './types-with-methods.ts';

/** For methods that need none. */
const noViews: Views = { value: () => null, pointer: () => ({ kind: 'pointer', type: '', target: null, isNil: true }) };

/** Methods declared on values; all others are declared on pointers. */
const valueMethods: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['resource.Quantity', new Set(['ToUnstructured'])],
  ['v1.FieldsV1', new Set(['String'])],
]);

/** A method of a pointer to the operand, promoted ones included. */
export function methodOf(operand: Operand, name: string, views: Views): GoFunc | undefined {
  const { info } = operand;
  return info.kind === 'struct'
    ? structMethod(info, operand, { name, views })
    : bind(declared(info.name, name), operand, views);
}

/** A method of the operand itself. */
export function valueMethod(operand: Operand, name: string, views: Views): GoFunc | undefined {
  return isValueMethod(operand.info.name, name) ? methodOf(operand, name, views) : undefined;
}

/** A method of the operand's pointer, where Go could take its address. */
export function addressMethod(operand: Operand, name: string, views: Views): GoFunc | undefined {
  return operand.addressable === true ? methodOf(operand, name, views) : undefined;
}

function isValueMethod(type: string, name: string): boolean {
  return type === 'v1.Time' ? name !== 'IsZero' : valueMethods.get(type)?.has(name) === true;
}

/** Methods that can be called on a nil pointer: `String` of generated structs, and what panics. */
export function nilMethodsOf(target: TypeInfo): MethodLookup | undefined {
  const text = target.kind === 'struct' ? 'nil' : '<nil>';
  if (target.kind !== 'struct' && target.name !== 'resource.Quantity' && target.name !== 'intstr.IntOrString') {
    return undefined;
  }
  const print: Method = { result: 'string', call: () => text };
  const panic: Method = {
    result: 'string',
    call: () => {
      throw new GoPanic('runtime error: invalid memory address or nil pointer dereference');
    },
  };
  const has = hasMethod(target);
  const nothing: Operand = { info: target, json: null, path: '', addressable: true };
  return (name) => bind(name === 'String' ? print : has(name) ? panic : undefined, nothing, noViews);
}

function hasMethod(target: TypeInfo): (name: string) => boolean {
  return (name) => (target.kind === 'struct' ? target.methods.has(name) : false);
}

function declared(type: string, name: string): Method | undefined {
  return hasMethods(type) ? declaredMethod(type, name) : undefined;
}

function bind(method: Method | undefined, operand: Operand, views: Views): GoFunc | undefined {
  return method === undefined ? undefined : goFunc(method, () => method.call(operand, views));
}

function structMethod(info: StructInfo, operand: Operand, lookup: { name: string; views: Views }): GoFunc | undefined {
  const { name, views } = lookup;
  if (!info.methods.has(name)) {
    return undefined;
  }
  if (name === 'String') {
    return bind({ result: 'string', call: (self) => goString(self) }, operand, views);
  }
  const own = declared(info.name, name) ?? getter(info, name);
  if (own !== undefined) {
    return bind(own, operand, views);
  }
  for (const field of info.byGo.values()) {
    if (field.embedded === true && field.info.kind === 'struct') {
      const promoted = structMethod(field.info, fieldOperand(operand, field), lookup);
      if (promoted !== undefined) {
        return promoted;
      }
    }
  }
  return undefined;
}

/** `GetLabels` of ObjectMeta reads `Labels`. */
function getter(info: StructInfo, name: string): Method | undefined {
  const field = info.name === 'v1.ObjectMeta' && name.startsWith('Get') ? info.byGo.get(name.slice(3)) : undefined;
  return field === undefined
    ? undefined
    : { result: field.type, call: (self, views) => views.value(fieldOperand(self, field)) };
}
