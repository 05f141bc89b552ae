import { isObject, type JsonArray, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { setMember } from '../../json/member.ts';
import { KubeError } from '../../kube/errors.ts';
import { normalField, normalPod } from '../../kube/normal-form.ts';
import { type FieldInfo, type StructInfo, type TypeInfo, typeInfo } from '../../kube/type-info.ts';
import { trimAdded } from '../merge/fit-patch.ts';
import { hasDirective } from './has-directive.ts';

/** What Go makes of a part, and of which type the part was read. */
interface Form<Part> {
  readonly info: StructInfo;
  readonly normal: Part;
}

/**
 * What Go makes of pods that templates rendered, without the members that its encoder adds. Of parts that are
 * remembered the form is remembered too, so that only what is new costs something.
 */
export class NormalForms {
  readonly #structs = new WeakMap<JsonObject, Form<JsonObject>>();
  readonly #lists = new WeakMap<JsonArray, Form<JsonArray>>();
  readonly #isRemembered: (part: object) => boolean;

  /** @param isRemembered whether a part may come again as the same object */
  constructor(isRemembered: (part: object) => boolean) {
    this.#isRemembered = isRemembered;
  }

  /**
   * Undefined where the pod has a directive of strategic merge, where a field is not spelled as the schema has it, and
   * where Go's decoder would fail: only `wholeNormalForm` of the spelled and merged pod tells.
   */
  of(pod: JsonObject): JsonObject | undefined {
    try {
      return this.#struct(podInfo(), pod);
    } catch (error) {
      // A part does not know its path; the whole pod does.
      return error instanceof KubeError ? undefined : fail(error);
    }
  }

  #struct(info: StructInfo, raw: JsonObject): JsonObject | undefined {
    const known = this.#structs.get(raw);
    if (known?.info === info) {
      return known.normal;
    }
    const normal = this.#makeStruct(info, raw);
    if (normal !== undefined && this.#isRemembered(raw)) {
      this.#structs.set(raw, { info, normal });
    }
    return normal;
  }

  #makeStruct(info: StructInfo, raw: JsonObject): JsonObject | undefined {
    const fields: Record<string, JsonValue> = {};
    for (const key in raw) {
      const field = info.byJson.get(key);
      const normal = field === undefined ? undefined : this.#field(field, raw[key] ?? null);
      if (normal === undefined) {
        return undefined;
      }
      if (normal !== omitted) {
        setMember(fields, key, normal);
      }
    }
    return fields;
  }

  #list(info: StructInfo, raw: readonly JsonObject[]): JsonArray | undefined {
    const known = this.#lists.get(raw);
    if (known?.info === info) {
      return known.normal;
    }
    const normal: JsonObject[] = [];
    for (const item of raw) {
      const own = this.#struct(info, item);
      if (own === undefined) {
        return undefined;
      }
      normal.push(own);
    }
    if (this.#isRemembered(raw)) {
      this.#lists.set(raw, { info, normal });
    }
    return normal;
  }

  #field(field: FieldInfo, value: JsonValue): JsonValue | undefined {
    if (value === null) {
      return omitted;
    }
    if (isPlain(field.info, value)) {
      return value;
    }
    const elem = structElem(field.info);
    if (Array.isArray(value) && elem !== undefined && value.length > 0 && value.every(isObject)) {
      return this.#list(elem, value);
    }
    const struct = structOf(field.info);
    if (isObject(value) && struct !== undefined) {
      return this.#struct(struct, value);
    }
    if (hasDirective(value)) {
      return undefined;
    }
    const normal = normalField(field, value);
    return normal === undefined ? omitted : trimAdded(normal, value);
  }
}

function podInfo(): StructInfo {
  const info = typeInfo('v1.Pod');
  return info.kind === 'struct' ? info : fail(new TypeError('v1.Pod is a struct'));
}

function fail(error: unknown): never {
  throw error;
}

/** The same without anything remembered. @throws KubeError with the path, where Go's decoder would fail */
export function wholeNormalForm(pod: JsonObject): JsonObject {
  const normal = trimAdded(normalPod(pod), pod);
  return isObject(normal) ? normal : {};
}

/** Stands for a field that Go leaves out: no JSON value is this very object. */
const omitted: JsonObject = {};

/** Texts, and lists of them, which Go leaves as they are. Most fields are such. */
function isPlain(info: TypeInfo, value: JsonValue): boolean {
  return typeof value === 'string'
    ? value !== '' && info.kind === 'scalar' && info.scalar === 'string'
    : Array.isArray(value) &&
        info.kind === 'slice' &&
        info.elemName === 'string' &&
        value.length > 0 &&
        value.every(isText);
}

function isText(value: JsonValue): boolean {
  return typeof value === 'string';
}

function structElem(info: TypeInfo): StructInfo | undefined {
  return info.kind === 'slice' ? structOf(info.elem()) : undefined;
}

function structOf(info: TypeInfo): StructInfo | undefined {
  const target = info.kind === 'pointer' ? info.elem() : info;
  return target.kind === 'struct' ? target : undefined;
}
