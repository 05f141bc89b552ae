import { parseJson } from '../../json/json-text.ts';
import { isObject, type JsonObject } from '../../json/json-value.ts';

/** Longer texts are not looked at: an injection's own are a few KiB at most. */
const maxLength = 65_536;

/**
 * The JSON object in an annotation that an earlier injection may have written, and so may anyone else: null where it
 * is absent, huge, nested deeper than `maxDepth`, or no JSON object.
 */
export function annotationObject(text: string | undefined, maxDepth: number): JsonObject | null {
  if (text === undefined || text.length > maxLength) {
    return null;
  }
  try {
    const value = parseJson(text, { maxDepth });
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
