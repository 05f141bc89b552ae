import { isObject, type JsonObject, type JsonValue } from '../../../lib/json/json-value.ts';

const probes: ReadonlySet<string> = new Set(['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle']);

/** A document whose probes and hooks name ports by number: of a rewritten probe only the number is known. */
export function numberedPorts(value: JsonValue): JsonValue {
  if (Array.isArray(value)) {
    return value.map(numberedPorts);
  }
  if (!isObject(value)) {
    return value;
  }
  const ports = portsOf(value);
  const entries = Object.entries(value).map(([key, member]) => [
    key,
    ports.size > 0 && probes.has(key) ? withNumbers(member, ports) : numberedPorts(member),
  ]);
  return Object.fromEntries(entries);
}

function portsOf({ ports }: JsonObject): ReadonlyMap<JsonValue, JsonValue> {
  const list = Array.isArray(ports) ? ports.filter(isObject) : [];
  return new Map(list.map(({ name = null, containerPort = null }) => [name, containerPort]));
}

function withNumbers(value: JsonValue, ports: ReadonlyMap<JsonValue, JsonValue>): JsonValue {
  if (!isObject(value)) {
    return value;
  }
  const entries = Object.entries(value).map(([key, member]) => [
    key,
    key === 'port' ? (ports.get(member) ?? member) : withNumbers(member, ports),
  ]);
  return Object.fromEntries(entries);
}
