import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastJsonPatch, { type Operation } from 'fast-json-patch';
import { stringifyJson } from '../../../lib/json/json-text.ts';
import type { JsonObject, JsonValue } from '../../../lib/json/json-value.ts';
import { caseNames, list, object, readJson } from './case-files.ts';
import { differences } from './differences.ts';
import { admit, type CaseOutcome } from './product.ts';
import { caseConfiguration } from './profile.ts';
import { all, type Check, failed, passed, sameJson, type Verdict } from './verdict.ts';
import { outcomeOf, samePod, type WebhookCase, webhookCases } from './webhook-checks.ts';

/** What holds for every case, whatever Istio did with it. */
export function* propertyChecks(directory: string): Iterable<Check> {
  const cases = webhookCases(directory);
  for (const webhookCase of cases) {
    const outcome = () => outcomeOf(directory, webhookCase);
    yield { name: `applies: ${webhookCase.name}`, run: () => applies(webhookCase, outcome()) };
    yield { name: `is no larger: ${webhookCase.name}`, run: () => isNoLarger(webhookCase, outcome()) };
    yield { name: `injects again: ${webhookCase.name}`, run: () => injectsAgain(directory, webhookCase, outcome()) };
  }
  for (const values of caseNames(directory, 'more-values')) {
    yield { name: `holds with ${values}`, run: () => holdsWith(directory, values, cases) };
  }
  yield { name: 'patches are smaller in sum', run: () => smallerInSum(directory, cases) };
  yield { name: 'order of pods changes nothing', run: () => orderChangesNothing(directory, cases) };
}

/** Every case once more with other values: patches apply, and injecting again gives the same pod. */
function holdsWith(directory: string, file: string, cases: readonly WebhookCase[]): Verdict {
  const values = readJson(join(directory, 'more-values', file));
  const verdicts = cases.map((webhookCase) => {
    const { about, request, name } = webhookCase;
    const configuration = { ...caseConfiguration(directory, about), values };
    const outcome = admit(request, about, configuration);
    const second =
      outcome.kind === 'refused' ? outcome : admit({ ...request, object: outcome.pod }, about, configuration);
    const verdict =
      outcome.kind === 'refused' || second.kind === 'refused'
        ? sameJson(message(outcome), message(second))
        : samePod(outcome.pod, second.pod);
    const isKnown = differences[`injects again: ${name}`] !== undefined;
    return verdict.kind === 'failed' && !isKnown ? failed(`${name}\n${verdict.why}`) : applies(webhookCase, outcome);
  });
  return all(verdicts);
}

function message(outcome: CaseOutcome): string {
  return outcome.kind === 'refused' ? outcome.message : '';
}

function applies({ request }: WebhookCase, outcome: CaseOutcome): Verdict {
  if (outcome.kind === 'refused') {
    return passed;
  }
  const operations = marked([...outcome.operations]) as Operation[];
  const patched = fastJsonPatch.applyPatch(marked(object(request.object)), operations, true).newDocument;
  return sameJson(marked(outcome.pod) as JsonValue, patched as JsonValue);
}

/** A copy with text in place of whole numbers that only a `bigint` holds: the library would lose their digits. */
function marked(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? `whole ${item}` : item)));
}

function istioPatch({ folder }: WebhookCase): string {
  const path = join(folder, 'response.json');
  const patch = existsSync(path) ? list(object(readJson(path)).patch) : [];
  return patch.length === 0 ? '' : stringifyJson(patch);
}

function ourPatch(outcome: CaseOutcome): string {
  return outcome.kind === 'refused' || outcome.operations.length === 0 ? '' : stringifyJson([...outcome.operations]);
}

function isNoLarger(webhookCase: WebhookCase, outcome: CaseOutcome): Verdict {
  const want = istioPatch(webhookCase).length;
  const got = ourPatch(outcome).length;
  return want === 0 || got <= want ? passed : failed(`our patch has ${got} bytes, Istio's ${want}`);
}

function smallerInSum(directory: string, cases: readonly WebhookCase[]): Verdict {
  const sums = cases.map((webhookCase) => [
    istioPatch(webhookCase).length,
    ourPatch(outcomeOf(directory, webhookCase)).length,
  ]);
  const want = sums.reduce((sum, [istio = 0]) => sum + istio, 0);
  const got = sums.reduce((sum, [istio = 0, ours = 0]) => sum + (istio === 0 ? 0 : ours), 0);
  console.log(`patches: ${got} bytes, Istio's ${want}`);
  return want === 0 || got < want ? passed : failed(`our patches have ${got} bytes in all, Istio's ${want}`);
}

function again(directory: string, { request, about }: WebhookCase, pod: JsonObject): CaseOutcome {
  return admit({ ...request, object: pod }, about, caseConfiguration(directory, about));
}

function injectsAgain(directory: string, webhookCase: WebhookCase, outcome: CaseOutcome): Verdict {
  if (outcome.kind === 'refused') {
    return passed;
  }
  const second = again(directory, webhookCase, outcome.pod);
  return second.kind === 'refused'
    ? failed(`refused the second time: ${second.message}`)
    : samePod(outcome.pod, second.pod);
}

function orderChangesNothing(directory: string, cases: readonly WebhookCase[]): Verdict {
  const text = (webhookCase: WebhookCase) => {
    const outcome = outcomeOf(directory, webhookCase);
    return outcome.kind === 'refused' ? outcome.message : stringifyJson(outcome.pod);
  };
  const forward = cases.map(text);
  const backward = [...cases].reverse().map(text).reverse();
  const wrong = cases.filter((_, index) => forward[index] !== backward[index]);
  return wrong.length === 0 ? passed : failed(`differ: ${wrong.map(({ name }) => name).join(', ')}`);
}
