import { podTemplateOf } from '../../../lib/istio/workload/pod-template.ts';
import type { JsonObject, JsonValue } from '../../../lib/json/json-value.ts';
import { normalPod } from '../../../lib/kube/normal-form.ts';
import { list, object } from './case-files.ts';

/** An object with its pod template in normal form, and elsewhere without what Go's encoder would leave out. */
export function comparable(document: JsonObject): JsonValue {
  if (document.kind === 'List') {
    return { ...document, items: list(document.items).map((item) => comparable(object(item))), metadata: {} };
  }
  const template = podTemplateOf(document);
  if (template === undefined) {
    return withoutEmpty(document);
  }
  const { status: _status, ...bare } = template.replace({ metadata: {}, spec: {} });
  return [withoutEmpty(bare), normalPod(template.pod)];
}

function withoutEmpty(value: JsonValue): JsonValue {
  if (Array.isArray(value)) {
    return value.map(withoutEmpty);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).map(([key, item]): [string, JsonValue] => [key, withoutEmpty(item)]);
  return Object.fromEntries(entries.filter(([, item]) => !isEmpty(item)));
}

function isEmpty(value: JsonValue): boolean {
  return value === null || !value || (typeof value === 'object' && Object.keys(value).length === 0);
}
