import type { JsonValue } from '../json/json-value.ts';
import {
  decodeArray,
  decodeBytes,
  decodeIntOrString,
  decodeObject,
  decodeQuantity,
  decodeScalar,
  decodeTime,
  type Source,
} from './decode.ts';
import { KubeError } from './errors.ts';
import { normalValue } from './normal-form.ts';
import { oncePerType } from './once-per-type.ts';
import { fieldBytes, leastBytes, quantityBytes, storedStruct } from './stored-struct.ts';
import { type CustomType, foldName, type ScalarKind, type StructInfo, type TypeInfo, typeInfo } from './type-info.ts';

/** Whole numbers up to here fit all of Go's types for them but bytes. */
const maxPlainWhole = 2 ** 31 - 1;

/**
 * Looks whether Go decodes a Pod, and what it would take at least in etcd: the bytes that Kubernetes' protobuf encoding
 * has for what the pod says, and for what stands in each struct anyhow.
 * @throws KubeError, with the path, where it does not decode: a text for a number, an object for a list.
 */
export function checkPodDecodes(pod: JsonValue): number {
  return checkDecodes('v1.Pod', pod);
}

/** The same for any type of the Pod schema table, by its Go name: `[]v1.Container`. @throws KubeError */
export function checkDecodes(typeName: string, json: JsonValue): number {
  try {
    return checkOf(typeInfo(typeName))(json);
  } catch (error) {
    if (error instanceof KubeError) {
      // It fails in the same way and names the path, which is not worked out for what is in order.
      normalValue(typeName, json);
    }
    throw error;
  }
}

/** Looks at a value of one type, and gives the bytes that it would take at least. */
type Check = (json: Source) => number;

const checkOf = oncePerType((info): Check => {
  const least = leastBytes(info);
  const look = makeCheck(info);
  return (json) => (json === null ? least : look(json));
});

function makeCheck(info: TypeInfo): Check {
  switch (info.kind) {
    case 'struct':
      return structCheck(info);
    case 'pointer':
      return later(info);
    case 'slice':
      return sliceCheck(info.elemName, later(info));
    case 'map':
      return mapCheck(later(info));
    case 'custom':
      return customChecks[info.name];
    case 'scalar':
      return scalarCheck(info.scalar);
  }
}

/** The check of what a type is made of, looked up when it is first asked for: types lead in circles. */
function later({ elem }: { readonly elem: () => TypeInfo }): Check {
  let check: Check | undefined;
  return (json) => {
    check ??= checkOf(elem());
    return check(json);
  };
}

interface FieldCheck {
  readonly check: Check;
  /** What of its bytes is counted already. */
  readonly least: number;
  readonly isStored: boolean;
}

function structCheck(info: StructInfo): Check {
  const { least, fields } = storedStruct(info);
  const seen = new Map<string, FieldCheck>();
  const fieldOf = (key: string): FieldCheck | undefined => {
    const field = fields.get(key);
    const found = field && { check: checkOf(field.info), least: field.least, isStored: field.isStored };
    if (found !== undefined) {
      seen.set(key, found);
    }
    return found;
  };
  return (json) => {
    const members = decodeObject(json, '') ?? {};
    let bytes = fieldBytes + least;
    for (const key in members) {
      const value = members[key] ?? null;
      const field = seen.get(key) ?? fieldOf(key);
      if (field === undefined) {
        checkOtherSpelling(info, key, value);
      } else {
        const found = field.check(value);
        bytes += field.isStored ? found - field.least : 0;
      }
    }
    return bytes;
  };
}

/** API servers keep fields under their own names only; Go's decoder takes them in any letter case. */
function checkOtherSpelling(info: StructInfo, key: string, value: Source): void {
  const field = info.byFolded.get(foldName(key));
  if (field !== undefined) {
    checkOf(field.info)(value);
  }
}

function sliceCheck(elemName: string, check: Check): Check {
  return (json) => {
    if (elemName === 'uint8' && typeof json === 'string') {
      decodeBytes(json, '');
      return fieldBytes;
    }
    let bytes = 0;
    for (const item of decodeArray(json, '') ?? []) {
      bytes += check(item);
    }
    return bytes;
  };
}

function mapCheck(check: Check): Check {
  return (json) => {
    const members = decodeObject(json, '') ?? {};
    let bytes = 0;
    for (const key in members) {
      bytes += 2 * fieldBytes + Buffer.byteLength(key) + check(members[key] ?? null);
    }
    return bytes;
  };
}

function scalarCheck(kind: ScalarKind): Check {
  return kind === 'string' ? checkText : (json) => checkScalar(kind, json);
}

function checkText(json: Source): number {
  if (typeof json !== 'string') {
    decodeScalar('string', json, '');
    return fieldBytes;
  }
  return fieldBytes + Buffer.byteLength(json);
}

function checkScalar(kind: ScalarKind, json: Source): number {
  const isPlainWhole =
    kind.startsWith('int') && Number.isInteger(json) && typeof json === 'number' && Math.abs(json) <= maxPlainWhole;
  if (!isPlainWhole) {
    decodeScalar(kind, json, '');
  }
  return fieldBytes;
}

/** Of what is written so, which is nearly all, nothing has to be worked out. */
const plainQuantity = /^[0-9]{1,15}(?:m|[kMG]|[KMG]i)?$/;

/** Quantities and times are written anew, and in fewer bytes. */
const customChecks = {
  'resource.Quantity': (json) => {
    if (typeof json !== 'string' || !plainQuantity.test(json)) {
      decodeQuantity(json, '');
    }
    return quantityBytes;
  },
  'intstr.IntOrString': (json) => {
    decodeIntOrString(json, '');
    return fieldBytes;
  },
  'v1.Time': (json) => {
    decodeTime(json, '');
    return fieldBytes;
  },
  'v1.FieldsV1': () => fieldBytes,
} as const satisfies Record<CustomType, Check>;
