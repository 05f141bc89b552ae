import type { JsonObject, JsonValue } from '../../json/json-value.ts';
import { NormalForms } from './normal-forms.ts';
import { RenderedReader } from './rendered-reader.ts';

/** Reads what templates render, and brings it into Go's form; parts that came before are remembered. */
export class RenderedTexts {
  readonly #reader = new RenderedReader();
  readonly #forms = new NormalForms((part) => this.#reader.isRemembered(part));

  /** The YAML as JSON. Its parts are shared between texts and must not be changed. @throws YamlError */
  parse(text: string): JsonValue {
    return this.#reader.parse(text);
  }

  /** What Go makes of a pod that `parse` gave; undefined where it takes the whole pod to tell. */
  normal(pod: JsonObject): JsonObject | undefined {
    return this.#forms.of(pod);
  }
}
