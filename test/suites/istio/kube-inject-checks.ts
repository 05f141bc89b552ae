import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { injectObject, type ObjectOutcome } from '../../../lib/cli/inject/inject-object.ts';
import { offlineConfiguration, offlineSkipRule } from '../../../lib/cli/inject/offline.ts';
import { typedObject } from '../../../lib/cli/inject/typed-object.ts';
import { InjectError } from '../../../lib/inject/errors.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { YamlError } from '../../../lib/yaml/errors.ts';
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
  const outcome = injectAll(directory, folder);
  if (existsSync(join(folder, 'error.txt'))) {
    return outcome.kind === 'refused' ? passed : failed(`want the error ${readText(join(folder, 'error.txt'))}`);
  }
  if (outcome.kind === 'refused') {
    return failed(`refused: ${outcome.message}`);
  }
  const got = outcome.documents.map(({ document, outcome: own }) => (own.kind === 'injected' ? own.object : document));
  const want = documentsOf(join(folder, 'want.yaml'));
  const warned = outcome.documents.some(({ outcome: own }) => 'notes' in own && own.notes.length > 0);
  const { warnings } = object(readJson(join(folder, 'case.json')));
  return all([
    want.length === got.length ? passed : failed(`want ${want.length} documents, got ${got.length}`),
    list(warnings).length === 0 || warned ? passed : failed('want a warning, got none'),
    ...want.map((document, index) => sameJson(comparable(document), comparable(got[index] ?? {}))),
  ]);
}

interface Document {
  readonly document: JsonObject;
  readonly outcome: ObjectOutcome;
}

type FileOutcome =
  | { readonly kind: 'documents'; readonly documents: readonly Document[] }
  | { readonly kind: 'refused'; readonly message: string };

/** One document that is refused, or is no YAML, is an error of the whole file. */
function injectAll(directory: string, folder: string): FileOutcome {
  const about = object(readJson(join(folder, 'case.json')));
  const native = nativeSidecars(about);
  const features = { ...object(about.features), ENABLE_NATIVE_SIDECARS: String(native) };
  const configuration = offlineConfiguration(caseConfiguration(directory, { ...about, features }));
  try {
    const documents = documentsOf(join(folder, 'in.yaml')).map((document) => ({
      document,
      outcome: outcomeOf(document, configuration),
    }));
    const refused = documents.flatMap(({ outcome }) => (outcome.kind === 'refused' ? [outcome] : []));
    return refused[0] ?? { kind: 'documents', documents };
  } catch (error) {
    if (error instanceof YamlError) {
      return { kind: 'refused', message: error.message };
    }
    throw error;
  }
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
    .map((document) => typedObject(parseYaml(document, { wholesAsBigint: true })))
    .filter((document) => document !== null)
    .map(object);
}
