import type { JsonValue } from '../json/json-value.ts';
import type { Shape } from '../json/parse-part.ts';
import { oncePerType } from './once-per-type.ts';
import { type StructInfo, type TypeInfo, typeInfo } from './type-info.ts';

/** The objects and lists of a pod that stand for larger ones, and all that they stand in: none. */
export const nothingCut: ReadonlySet<JsonValue> = new Set();

/**
 * What of a pod an API server reads, without `managedFields`, which no template and no stage can see: not members of
 * structs under names that Kubernetes does not have, or not in this letter case. No API server sends any; a review may
 * have hundreds of thousands.
 */
export function knownPod(): Shape {
  return shapeOf(typeInfo('v1.Pod'));
}

const all: Shape = { kind: 'all' };
const shapeOf = oncePerType(makeShape);

function makeShape(info: TypeInfo): Shape {
  switch (info.kind) {
    case 'pointer':
      return shapeOf(info.elem());
    case 'slice':
      return { kind: 'list', item: () => shapeOf(info.elem()) };
    case 'struct':
      return structShape(info);
    default:
      return all;
  }
}

/** What is known of a member is found again by one look: there may be hundreds of thousands. */
function structShape(info: StructInfo): Shape {
  const found = new Map<string, Shape>();
  return {
    kind: 'object',
    member: (name) => found.get(name) ?? find(name),
  };

  function find(name: string): Shape | undefined {
    const field = info.byJson.get(name);
    if (field === undefined || field.type === managedFields) {
      return undefined;
    }
    const shape = shapeOf(field.info);
    found.set(name, shape);
    return shape;
  }
}

const managedFields = '[]v1.ManagedFieldsEntry';
