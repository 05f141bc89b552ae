import { ProtoMessage, type ProtoValue, setField } from './message.ts';

/**
 * Lays one message over another, as writing it as JSON and reading that over the other does: each field that is set
 * replaces the other's whole, messages, lists and maps too. A wrapped `false` or 0 is set.
 */
export function overlayMessage(base: ProtoMessage, over: ProtoMessage): ProtoMessage {
  const draft = new Map<string, ProtoValue>();
  for (const message of [base, over]) {
    for (const name of message.names()) {
      setField(base.type, draft, { name, value: message.get(name) });
    }
  }
  return new ProtoMessage(base.type, draft);
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
