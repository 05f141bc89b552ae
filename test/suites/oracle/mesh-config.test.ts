import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeProtoJson, emptyMessage } from '../../../lib/istio/proto/decode-json.ts';
import { encodeProtoJson } from '../../../lib/istio/proto/encode-json.ts';
import { ProtoError } from '../../../lib/istio/proto/errors.ts';
import { overlayMessage } from '../../../lib/istio/proto/overlay-message.ts';
import { enumType, type FieldType, messageType, referredType } from '../../../lib/istio/proto/types.ts';
import { parseJson } from '../../../lib/json/json-text.ts';
import type { JsonValue } from '../../../lib/json/json-value.ts';
import { Random } from '../../support/generators/random.ts';
import { fuzzCases, fuzzSeed, type Oracle, oracleMissing, startOracle } from './launch.ts';

const cases = fuzzCases(4000);
const batch = 500;
const roots = ['MeshConfig', 'ProxyConfig'] as const;
const odd: readonly JsonValue[] = [
  null,
  true,
  0,
  -1,
  1.5,
  4294967296,
  '',
  '5',
  '1.0',
  'x',
  '1m30s',
  '500ms',
  [],
  {},
  ['a'],
  { a: 'b' },
];

interface Request {
  readonly message: (typeof roots)[number];
  readonly apply: readonly string[];
  readonly overlay: string;
}

/** JSON for a message, mostly as its fields want it. */
function jsonFor(random: Random, name: string, depth: number): JsonValue {
  if (random.chance(0.03)) {
    return random.pick(odd);
  }
  if (name === 'google.protobuf.Duration') {
    return random.pick(['0s', '5s', '1m', '1.5s', '-2h', '1ns', '300ms', 'soon']);
  }
  if (/^google\.protobuf\..*Value$/.test(name) || name === 'google.protobuf.Struct') {
    return random.pick([...odd, false, 3, 'text', { k: [1, { z: null }] }]);
  }
  const { fields } = messageType(name);
  const count = depth > 4 || fields.length === 0 ? 0 : random.below(depth === 0 ? 5 : 3);
  const chosen = Array.from({ length: count }, () => random.pick(fields));
  const entries = chosen.map((field) => [
    random.chance(0.3) ? field.name : field.json,
    random.chance(0.05) ? random.pick(odd) : fieldJson(random, field, depth),
  ]);
  return Object.fromEntries(random.chance(0.05) ? [...entries, ['unknownField', 1]] : entries);
}

function fieldJson(random: Random, field: FieldType, depth: number): JsonValue {
  if (field.map !== undefined) {
    return Object.fromEntries(
      random.list(2, () => [random.pick(['b', 'a', '<&>', '__proto__']), singleJson(random, field, depth)]),
    );
  }
  return field.list === true
    ? random.list(2, () => singleJson(random, field, depth))
    : singleJson(random, field, depth);
}

function singleJson(random: Random, field: FieldType, depth: number): JsonValue {
  switch (field.kind) {
    case 'message':
      return jsonFor(random, referredType(field), depth + 1);
    case 'enum':
      return random.pick<JsonValue>([...enumType(referredType(field)).numbers.keys(), 0, 1, 99, 'NOPE']);
    case 'bool':
      return random.chance(0.5);
    case 'string':
      return random.pick(['', 'a', '<b>', 'é', 'x y']);
    case 'bytes':
      return random.pick(['', 'YWI=']);
    case 'double':
    case 'float':
      return random.pick<JsonValue>([0, 1, 0.5, '2.5', 1e21, 'NaN']);
    default:
      return random.pick<JsonValue>([0, 1, 15020, '7', -1, 2147483648]);
  }
}

function runHere({ message, apply, overlay }: Request): { json?: string; error?: string } {
  const name = `istio.mesh.v1alpha1.${message}`;
  try {
    const applied = apply.reduce((base, text) => decodeProtoJson(base, parseJson(text)), emptyMessage(name));
    const over = overlay === '' ? undefined : decodeProtoJson(emptyMessage(name), parseJson(overlay));
    return { json: encodeProtoJson(over === undefined ? applied : overlayMessage(applied, over)) };
  } catch (error) {
    if (error instanceof ProtoError) {
      return { error: error.message };
    }
    throw error;
  }
}

describe.skipIf(oracleMissing())('mesh configuration beside jsonpb', () => {
  let oracle: Oracle;
  beforeAll(async () => {
    oracle = await startOracle('mesh-config');
  }, 300_000);
  afterAll(() => oracle?.close());

  it(`decodes, overlays and encodes ${cases} random texts as Go does`, { timeout: 300_000 }, async () => {
    const seed = fuzzSeed();
    const random = new Random(seed);
    for (let done = 0; done < cases; done += batch) {
      const requests = Array.from({ length: batch }, (): Request => {
        const message = random.pick(roots);
        const make = () => JSON.stringify(jsonFor(random, `istio.mesh.v1alpha1.${message}`, 0));
        return { message, apply: [make(), ...random.list(1, make)], overlay: random.chance(0.5) ? make() : '' };
      });
      const answers = await Promise.all(requests.map((request) => oracle.ask(request)));
      for (const [index, request] of requests.entries()) {
        const go = answers[index] as { json: string; error?: string };
        const here = runHere(request);
        const note = `seed ${seed}: ${JSON.stringify(request)} gave ${JSON.stringify(here)}, in Go ${JSON.stringify(go)}`;
        expect(here.error === undefined, note).toBe(go.error === undefined);
        expect(here.json ?? '', note).toBe(go.json);
      }
    }
  });
});

describe.skipIf(oracleMissing())('the table of mesh configuration messages', () => {
  it('is what test/suites/oracle/mesh-schema prints', { timeout: 300_000 }, async () => {
    const cwd = fileURLToPath(new URL('.', import.meta.url));
    const options = { cwd, maxBuffer: 16 * 1024 * 1024 };
    const { stdout } = await promisify(execFile)('go', ['run', './mesh-schema'], options);
    const table = new URL('../../../lib/istio/mesh-schema.json', import.meta.url);
    expect(await readFile(table, 'utf8')).toBe(stdout);
  });
});
