import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringifyJson } from '../../../lib/json/json-text.ts';
import { isObject, type JsonObject, type JsonValue } from '../../../lib/json/json-value.ts';
import { formatYaml } from '../../../lib/yaml/format-yaml.ts';
import { parseYaml } from '../../../lib/yaml/parse-yaml.ts';
import { splitYamlDocuments } from '../../../lib/yaml/split-documents.ts';
import { caseNames, object, readJson, readText, text } from '../istio/case-files.ts';
import { comparable } from '../istio/comparable.ts';
import { all, type Check, failed, passed, sameJson, type Verdict } from '../istio/verdict.ts';
import { runImport, runInject, runUninject } from './commands.ts';
import { keepsWriting } from './differences.ts';
import { normalDocument } from './normal-document.ts';
import { numberedPorts } from './numbered-ports.ts';

/** Every case of every version, each through an import of its own where it has values of its own. */
export function* goldenChecks(directory: string, work: string): Iterable<Check> {
  for (const version of caseNames(directory, 'goldens')) {
    const folder = join(directory, 'goldens', version);
    for (const kind of ['cases', 'cases-with-values']) {
      for (const name of caseNames(folder, kind)) {
        yield { name: `goldens/${version}/${kind}/${name}`, run: () => check(folder, join(kind, name), work) };
      }
    }
  }
}

async function check(folder: string, name: string, work: string): Promise<Verdict> {
  const changes = join(folder, name, 'changes.json');
  const parameters = await parametersOf(folder, existsSync(changes) ? readJson(changes) : null, work);
  const input = join(folder, name, 'in.yaml');
  const { out, err, exitCode } = await runInject(input, parameters);
  if (exitCode !== 0) {
    return failed(`inject ended with ${exitCode}: ${err}`);
  }
  const [want, got] = [documentsOf(readText(join(folder, name, 'want.yaml'))), documentsOf(out)];
  const normal = keepsWriting.has(name) ? asDecoded : normalDocument;
  return all([sameDocuments(want, got, normal), await givesBack(readText(input), out, parameters)]);
}

function sameDocuments(
  want: readonly JsonValue[],
  got: readonly JsonValue[],
  normal: (value: JsonValue) => JsonValue,
): Verdict {
  return all([
    want.length === got.length ? passed : failed(`want ${want.length} documents, got ${got.length}`),
    ...want.map((document, index) => sameJson(normal(document), normal(got[index] ?? null))),
  ]);
}

/** What was injected can be taken out again, but for the names of ports in probes. */
async function givesBack(input: string, injected: string, parameters: string): Promise<Verdict> {
  const { out, err, exitCode } = await runUninject(injected, parameters);
  const normal = (document: JsonValue) => asDecoded(numberedPorts(document));
  const same = sameDocuments(documentsOf(input), documentsOf(out), normal);
  return exitCode === 0 ? same : failed(`uninject ended with ${exitCode}: ${err}`);
}

const imports = new Map<string, Promise<string>>();

/** The folder of parameters for a version's ConfigMaps with some changes; imported once for equal ones. */
function parametersOf(folder: string, changes: JsonValue, work: string): Promise<string> {
  const key = `${folder} ${stringifyJson(changes)}`;
  const known = imports.get(key) ?? importChanged(folder, changes, join(work, String(imports.size)));
  imports.set(key, known);
  return known;
}

async function importChanged(folder: string, changes: JsonValue, out: string): Promise<string> {
  const injector = changes === null ? join(folder, 'injector.yaml') : `${out}.yaml`;
  if (changes !== null) {
    writeFileSync(injector, stringifyJson(changed(readYaml(join(folder, 'injector.yaml')), object(changes))));
  }
  const { err, out: said, exitCode } = await runImport(injector, join(folder, 'mesh.yaml'), ['--out', out]);
  if (exitCode !== 0) {
    throw new Error(`import istio ended with ${exitCode}:\n${said}${err}`);
  }
  return out;
}

/** `values` replaces all values, `config` the members that it names; `templates` are added. */
function changed(map: JsonObject, { values, config, templates }: JsonObject): JsonObject {
  const data = object(map.data);
  const before = object(parseYaml(text(data.config)));
  const after = { ...before, ...object(config), templates: { ...object(before.templates), ...object(templates) } };
  const valuesText = values === undefined ? data.values : stringifyJson(values);
  return {
    ...map,
    data: { ...data, ...(valuesText === undefined ? {} : { values: valuesText }), config: formatYaml(after) },
  };
}

function readYaml(path: string): JsonObject {
  return object(parseYaml(readFileSync(path, 'utf8')));
}

function documentsOf(yaml: string): readonly JsonValue[] {
  return splitYamlDocuments(yaml)
    .map((document) => parseYaml(document))
    .filter((document) => document !== null);
}

/** As Kubernetes decodes it: quantities in one form, and without fields that it does not know. */
function asDecoded(value: JsonValue): JsonValue {
  return isObject(value) ? normalDocument(comparable(value)) : value;
}
