import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { list, object, readJson, text } from './case-files.ts';
import { annotationVerdict, decides, rewriteProbes } from './product.ts';
import { all, type Check, failed, passed, sameJson, sameText, type Verdict } from './verdict.ts';
import { samePod } from './webhook-checks.ts';

/** `decisions.json`, `probes.json` and `annotations.json`. */
export function* tableChecks(directory: string): Iterable<Check> {
  yield* rows(directory, 'decisions.json', checkDecision);
  yield* rows(directory, 'probes.json', checkProbes);
  yield* rows(directory, 'annotations.json', checkAnnotations);
}

function* rows(directory: string, file: string, check: (row: JsonObject) => Verdict): Iterable<Check> {
  const path = join(directory, file);
  for (const row of existsSync(path) ? list(readJson(path)).map(object) : []) {
    yield { name: `${file} ${text(row.name) || text(row.case)}`, run: () => check(row) };
  }
}

function checkDecision(row: JsonObject): Verdict {
  const config = object(row.config);
  const got = decides(config, { metadata: row.metadata ?? {}, spec: row.spec ?? {} });
  if (got === row.want) {
    return passed;
  }
  const isUsable = got !== undefined && (config.policy === 'enabled' || config.policy === 'disabled');
  return isUsable
    ? failed(`want ${String(row.want)}, got ${got}`)
    : { kind: 'different', reason: 'Refusals: a selector or policy that is none is a configuration error' };
}

function checkProbes(row: JsonObject): Verdict {
  const { probers, pod } = rewriteProbes(object(row.pod), Number(row.statusPort), object(row.annotations));
  return all([sameText(text(row.appProbers), probers), samePod(row.want ?? null, pod)]);
}

function checkAnnotations(row: JsonObject): Verdict {
  const annotations = row.annotations ?? { 'sidecar.istio.io/proxyCPU': row.value ?? '' };
  const problems = annotationVerdict(object(annotations));
  return sameJson(row.ok ?? null, problems.length === 0);
}
