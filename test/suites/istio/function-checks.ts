import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { decodeStatus } from '../../../lib/inject/again/status.ts';
import type { JsonObject, JsonValue } from '../../../lib/json/json-value.ts';
import { list, object, readJson, text } from './case-files.ts';
import { istioFunctionChecks } from './istio-functions.ts';
import { nativeSidecars } from './profile.ts';
import { type Check, sameJson, type Verdict } from './verdict.ts';

/** Functions of ours that a table of Istio's unit tests maps to, by file name. */
const functions: Readonly<Record<string, (row: JsonObject) => Verdict>> = {
  ...istioFunctionChecks,
  'detect-native-sidecar.json': (row) =>
    sameJson(
      row.want ?? null,
      nativeSidecars({
        features: { ENABLE_NATIVE_SIDECARS: row.ENABLE_NATIVE_SIDECARS ?? '' },
        nodes: row.nodes ?? [],
      }),
    ),
  'parse-status.json': (row) => {
    const status = decodeStatus(text(row.status));
    const names = (from: 'containers' | 'initContainers'): JsonValue => (status === null ? null : [...status[from]]);
    return sameJson(row.want ?? null, { containers: names('containers'), initContainers: names('initContainers') });
  },
};

/** The tables of smaller functions. */
export function* functionChecks(directory: string): Iterable<Check> {
  for (const [file, check] of Object.entries(functions)) {
    const path = join(directory, 'functions', file);
    const rows = existsSync(path) ? list(readJson(path)).map(object) : [];
    for (const [index, row] of rows.entries()) {
      yield { name: `functions/${file} ${text(row.name) || `#${index}`}`, run: () => check(row) };
    }
  }
}
