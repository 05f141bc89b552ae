import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readPods } from '../../../lib/cli/replay/read-pods.ts';
import { replayFleet } from '../../../lib/cli/replay/replay-fleet.ts';
import { authorPod } from '../../../lib/cli/trial/author-pod.ts';
import { type ChangeKind, PodComparer, type PodComparison } from '../../../lib/cli/trial/compare-pods.ts';
import { type ParameterSet, parameterSet } from '../../../lib/cli/trial/parameter-set.ts';
import { outcomeOf } from '../../../lib/cli/trial/preview.ts';
import { tryPod } from '../../../lib/cli/trial/try-pod.ts';
import type { Snapshot } from '../../../lib/config/snapshot.ts';
import { statusAnnotation } from '../../../lib/inject/again/status.ts';
import { createInjectMemory } from '../../../lib/inject/memory/inject-memory.ts';
import { importConfigMaps } from '../../../lib/istio/import/import-config-maps.ts';
import { stringifyJson } from '../../../lib/json/json-text.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { list, object, readText, text } from './case-files.ts';
import { all, type Check, failed, sameJson, type Verdict } from './verdict.ts';
import { samePod, webhookCases } from './webhook-checks.ts';

/** A pod of a case, where it is created. */
interface CasePod {
  readonly name: string;
  readonly pod: JsonObject;
  readonly namespace: string;
}

/** What `replay` says of pods of Istio's own configuration is what injecting them before and after says. */
export function* replayChecks(directory: string): Iterable<Check> {
  const folder = join(directory, 'configmaps');
  if (!existsSync(folder)) {
    return;
  }
  const pods = casePods(directory);
  yield { name: 'replay: nothing changes under the configuration in force', run: () => inForce(folder, pods) };
  yield { name: 'replay: what was injected is taken out', run: () => takenOut(folder, pods) };
  for (const [what, change] of Object.entries(changes)) {
    yield { name: `replay: ${what}`, run: () => changed(folder, pods, change) };
  }
}

/** Changes that people make to a mesh, of its parameters' texts. */
const changes: Readonly<Record<string, (texts: ReadonlyMap<string, string>) => ReadonlyMap<string, string>>> = {
  'another image': (texts) => replaced(texts, 'values', (value) => value.replace(/"?tag"?: [^\n]*/, 'tag: 9.9.9')),
  'another trust domain': (texts) => replaced(texts, 'mesh', (value) => `${value}\ntrustDomain: other.example.org\n`),
  'a policy that leaves pods alone': (texts) => replaced(texts, 'policy', () => 'disabled\n'),
  'a template that fails': (texts) => replaced(texts, 'template', () => '{{ fail "no" }}\n'),
};

function replaced(
  texts: ReadonlyMap<string, string>,
  name: string,
  change: (text: string) => string,
): ReadonlyMap<string, string> {
  return new Map(texts).set(name, change(texts.get(name) ?? ''));
}

/** Those that come without an injection: of others nobody knows what their authors wrote. */
function casePods(directory: string): readonly CasePod[] {
  return webhookCases(directory).flatMap(({ name, request }) => {
    const given = request.request === undefined ? request : object(request.request);
    const pod = object(given.object);
    const namespace = text(given.namespace) || text(object(pod.metadata).namespace) || 'default';
    const isInjected = object(object(pod.metadata).annotations)[statusAnnotation] !== undefined;
    return list(object(pod.spec).containers).length === 0 || isInjected
      ? []
      : [{ name, namespace, pod: { ...pod, apiVersion: 'v1', kind: 'Pod' } }];
  });
}

function textsOf(folder: string): ReadonlyMap<string, string> {
  const named = (file: string) => ({ name: file, text: readText(join(folder, file)) });
  return importConfigMaps({ injector: named('istio-sidecar-injector.yaml'), mesh: named('istio.yaml') }).parameters;
}

function setOf(texts: ReadonlyMap<string, string>): Promise<ParameterSet> {
  const parameters = [...texts].map(([name, value]) => {
    return [`default/${name}`, { name: `default/${name}`, value, version: 1 }] as const;
  });
  return parameterSet({ description: '', reading: { parameters: new Map(parameters), failures: new Map() } });
}

function snapshotOf(set: ParameterSet): Snapshot {
  const result = set.snapshotFor('default');
  if (result.kind === 'invalid') {
    throw new Error(JSON.stringify(result.problems));
  }
  return result.snapshot;
}

/** Pods as a cluster has them under a configuration; what it does not let in, as its author wrote it. */
function running(pods: readonly CasePod[], snapshot: Snapshot): readonly JsonObject[] {
  return pods.map(({ pod, namespace }) => {
    const made = tryPod({ pod, namespace }, snapshot).pod;
    return { ...made, metadata: { ...object(made.metadata), namespace } };
  });
}

function replay(pods: readonly JsonObject[], before: ParameterSet, after: ParameterSet): PodComparison {
  const input = { name: 'pods', text: stringifyJson({ apiVersion: 'v1', kind: 'List', items: [...pods] }) };
  return replayFleet(readPods([input]), { before, after, cluster: 'default', color: false, progress: () => {} });
}

async function inForce(folder: string, pods: readonly CasePod[]): Promise<Verdict> {
  const set = await setOf(textsOf(folder));
  const comparison = replay(running(pods, snapshotOf(set)), set, set);
  return sameJson([pods.length, 0], [comparison.equal, comparison.changes.length]);
}

async function takenOut(folder: string, pods: readonly CasePod[]): Promise<Verdict> {
  const snapshot = snapshotOf(await setOf(textsOf(folder)));
  const verdicts = pods.map(({ name, pod, namespace }) => {
    const made = tryPod({ pod, namespace }, snapshot);
    const again = tryPod({ pod: authorPod(made.pod, snapshot), namespace }, snapshot);
    const verdict = samePod(made.pod, again.pod);
    return verdict.kind === 'failed' ? failed(`${name}\n${verdict.why}`) : verdict;
  });
  return all(verdicts);
}

async function changed(
  folder: string,
  pods: readonly CasePod[],
  change: (texts: ReadonlyMap<string, string>) => ReadonlyMap<string, string>,
): Promise<Verdict> {
  const texts = textsOf(folder);
  const [before, after] = [await setOf(texts), await setOf(change(texts))];
  const direct = new PodComparer(false);
  for (const { name, pod, namespace } of pods) {
    const options = { cluster: 'default', memory: createInjectMemory() };
    const [from, to] = [before, after].map((set) => outcomeOf({ pod, namespace }, set, options));
    if (from !== undefined && to !== undefined) {
      direct.add({ name, before: from, after: to });
    }
  }
  const told = replay(running(pods, snapshotOf(before)), before, after);
  const counts = countsOf(told);
  return counts.changed + counts.refused + counts.failed === 0
    ? failed('nothing changes')
    : sameJson({ ...countsOf(direct.result()) }, { ...counts });
}

function countsOf({ equal, changes: found }: PodComparison) {
  const count = (kind: ChangeKind) =>
    found.filter((each) => each.kind === kind).reduce((sum, { pods }) => sum + pods, 0);
  return { equal, changed: count('changed'), refused: count('refused'), failed: count('failed') };
}
