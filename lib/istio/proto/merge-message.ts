import { ProtoMessage, type ProtoValue, setField } from './message.ts';
import type { FieldType } from './types.ts';

/**
 * Merges as proto.Merge does: scalars that are set win, messages merge field by field (a wrapped `false` thus does
 * not undo a wrapped `true`, and 500ms over 45s gives 45.5s), lists are appended, maps take the other's entries.
 */
export function mergeMessages(base: ProtoMessage, over: ProtoMessage): ProtoMessage {
  const draft = new Map<string, ProtoValue>();
  for (const name of base.names()) {
    setField(base.type, draft, { name, value: base.get(name) });
  }
  for (const field of base.type.fields) {
    const value = over.get(field.name);
    if (value !== undefined) {
      setField(base.type, draft, { name: field.name, value: mergeValues(field, draft.get(field.name), value) });
    }
  }
  return new ProtoMessage(base.type, draft);
}

function mergeValues(field: FieldType, base: ProtoValue | undefined, over: ProtoValue): ProtoValue {
  if (base instanceof ProtoMessage && over instanceof ProtoMessage) {
    return mergeMessages(base, over);
  }
  if (field.list === true && Array.isArray(base) && Array.isArray(over)) {
    return [...base, ...over];
  }
  return base instanceof Map && over instanceof Map ? new Map([...base, ...over]) : over;
}

/** Whether two messages have the same fields with the same values, as proto.Equal tells; two absent ones are equal. */
export function equalMessages(a: ProtoMessage | undefined, b: ProtoMessage | undefined): boolean {
  if (a === undefined || b === undefined) {
    return a === b;
  }
  const names = new Set([...a.names(), ...b.names()]);
  return a.type === b.type && [...names].every((name) => equalValues(a.get(name), b.get(name)));
}

function equalValues(a: ProtoValue | undefined, b: ProtoValue | undefined): boolean {
  if (a instanceof ProtoMessage && b instanceof ProtoMessage) {
    return equalMessages(a, b);
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => equalValues(item, b[index]));
  }
  if (a instanceof Map && b instanceof Map) {
    return a.size === b.size && [...a].every(([key, item]) => equalValues(item, b.get(key)));
  }
  return a instanceof Uint8Array && b instanceof Uint8Array ? Buffer.compare(a, b) === 0 : Object.is(a, b);
}
