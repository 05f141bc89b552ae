import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { injectObject, type ObjectOutcome } from '../../../lib/cli/inject/inject-object.ts';
import { offlineConfiguration, offlineSkipRule } from '../../../lib/cli/inject/offline.ts';
import { InjectError } from '../../../lib/inject/errors.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { parseYaml } from '../../../lib/yaml/parse-yaml.ts';
import { splitYamlDocuments } from '../../../lib/yaml/split-documents.ts';
import { caseNames, list, object, readJson, readText } from './case-files.ts';
import { comparable } from './comparable.ts';
import { type CaseConfiguration, caseConfiguration, nativeSidecars } from './profile.ts';
import { all, type Check, failed, passed, sameJson, type Verdict } from './verdict.ts';

/** Whole files through the offline injector, compared document by document. */
export function* kubeInjectChecks(directory: string): Iterable<Check> {
  for (const name of caseNames(directory, 'kube-inject')) {
    const folder = join(directory, 'kube-inject', name);
    yield { name: `kube-inject/${name}`, run: () => checkFile(directory, folder) };
  }
}

function checkFile(directory: string, folder: string): Verdict {
  const about = object(readJson(join(folder, 'case.json')));
  const native = about.client === false ? false : nativeSidecars(about);
  const configuration = offlineConfiguration(caseConfiguration(directory, { ...about, nativeSidecars: native }));
  const outcomes = documentsOf(join(folder, 'in.yaml')).map((document) => ({
    document,
    outcome: outcomeOf(document, configuration),
  }));
  const refusal = outcomes.find(({ outcome }) => outcome.kind === 'refused')?.outcome;
  if (existsSync(join(folder, 'error.txt'))) {
    return refusal === undefined ? failed(`want the error ${readText(join(folder, 'error.txt'))}`) : passed;
  }
  if (refusal !== undefined) {
    return failed(`refused: ${'message' in refusal ? refusal.message : ''}`);
  }
  const got = outcomes.map(({ document, outcome }) => (outcome.kind === 'injected' ? outcome.object : document));
  const want = documentsOf(join(folder, 'want.yaml'));
  const warned = outcomes.flatMap(({ outcome }) => (outcome.kind === 'skipped' ? outcome.notes : [])).length > 0;
  return all([
    want.length === got.length ? passed : failed(`want ${want.length} documents, got ${got.length}`),
    list(about.warnings).length === 0 || warned ? passed : failed('want a warning, got none'),
    ...want.map((document, index) => sameJson(comparable(document), comparable(got[index] ?? {}))),
  ]);
}

/** A template that fails is an error of the whole file, as a refusal is. */
function outcomeOf(document: JsonObject, configuration: CaseConfiguration): ObjectOutcome {
  try {
    return injectObject(document, configuration, offlineSkipRule(configuration));
  } catch (error) {
    if (error instanceof InjectError && error.code !== 'misapplied') {
      return { kind: 'refused', message: error.message };
    }
    throw error;
  }
}

function documentsOf(path: string): readonly JsonObject[] {
  return splitYamlDocuments(readText(path))
    .map((document) => parseYaml(document))
    .filter((document) => document !== null)
    .map(object);
}
