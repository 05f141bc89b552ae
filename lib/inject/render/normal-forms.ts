import { Draft } from '../../json/draft.ts';
import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { KubeError } from '../../kube/errors.ts';
import { normalField, normalPod } from '../../kube/normal-form.ts';
import { type FieldInfo, type StructInfo, type TypeInfo, typeInfo } from '../../kube/type-info.ts';
import { trimAdded } from '../merge/fit-patch.ts';

/**
 * What Go makes of pods that templates rendered, without the members that its encoder adds. Of parts that are
 * remembered the form is remembered too, so that only what is new costs something.
 */
export class NormalForms {
  readonly #known = new WeakMap<JsonObject, Map<string, JsonObject>>();
  readonly #isRemembered: (part: JsonObject) => boolean;

  /** @param isRemembered whether a part may come again as the same object */
  constructor(isRemembered: (part: JsonObject) => boolean) {
    this.#isRemembered = isRemembered;
  }

  /**
   * Undefined where a field is not spelled as the schema has it: only `wholeNormalForm` of the spelled pod tells.
   * @throws KubeError with the path, where Go's decoder would fail
   */
  of(pod: JsonObject): JsonObject | undefined {
    try {
      return this.#struct(podInfo(), pod);
    } catch (error) {
      // A part does not know its path; the whole pod does.
      return error instanceof KubeError ? wholeNormalForm(pod) : fail(error);
    }
  }

  #struct(info: StructInfo, raw: JsonObject): JsonObject | undefined {
    if (!this.#isRemembered(raw)) {
      return this.#make(info, raw);
    }
    const forms = this.#known.get(raw) ?? new Map<string, JsonObject>();
    const normal = forms.get(info.name) ?? this.#make(info, raw);
    if (normal !== undefined) {
      this.#known.set(raw, forms.set(info.name, normal));
    }
    return normal;
  }

  #make(info: StructInfo, raw: JsonObject): JsonObject | undefined {
    const fields = new Draft({});
    for (const key of Object.keys(raw)) {
      const field = info.byJson.get(key);
      const normal = field === undefined ? undefined : this.#field(field, raw[key] ?? null);
      if (normal === undefined) {
        return undefined;
      }
      if (normal !== omitted) {
        fields.set(key, normal);
      }
    }
    return fields.value;
  }

  #field(field: FieldInfo, value: JsonValue): JsonValue | undefined {
    if (value === null) {
      return omitted;
    }
    const elem = structElem(field.info);
    if (Array.isArray(value) && elem !== undefined && value.length > 0 && value.every(isObject)) {
      const items = value.map((item: JsonObject) => this.#struct(elem, item));
      return items.every((item) => item !== undefined) ? items : undefined;
    }
    const struct = structOf(field.info);
    if (isObject(value) && struct !== undefined) {
      return this.#struct(struct, value);
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

function structElem(info: TypeInfo): StructInfo | undefined {
  return info.kind === 'slice' ? structOf(info.elem()) : undefined;
}

function structOf(info: TypeInfo): StructInfo | undefined {
  const target = info.kind === 'pointer' ? info.elem() : info;
  return target.kind === 'struct' ? target : undefined;
}
