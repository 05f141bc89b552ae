import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringifyJson } from '../../../lib/json/json-text.ts';
import type { JsonObject, JsonValue } from '../../../lib/json/json-value.ts';
import { normalPod } from '../../../lib/kube/normal-form.ts';
import { caseNames, object, readJson, readText } from './case-files.ts';
import { admit, type CaseOutcome } from './product.ts';
import { caseConfiguration } from './profile.ts';
import { recordRenderings } from './render-log.ts';
import { all, type Check, failed, passed, sameJson, sameText, type Verdict } from './verdict.ts';

/** One webhook case with what it is given. */
export interface WebhookCase {
  readonly name: string;
  readonly folder: string;
  readonly about: JsonObject;
  readonly request: JsonObject;
}

/** The webhook cases of a folder. */
export function webhookCases(directory: string): readonly WebhookCase[] {
  return caseNames(directory, 'webhook').map((name) => {
    const folder = join(directory, 'webhook', name);
    return {
      name: `webhook/${name}`,
      folder,
      about: object(readJson(join(folder, 'case.json'))),
      request: object(readJson(join(folder, 'request.json'))),
    };
  });
}

/** What we make of a case. */
export function outcomeOf(directory: string, webhookCase: WebhookCase): CaseOutcome {
  return admit(webhookCase.request, webhookCase.about, caseConfiguration(directory, webhookCase.about));
}

/** The same with a configuration of its own, for which nothing is remembered: every template renders. */
function renderedOutcome(directory: string, { request, about }: WebhookCase): CaseOutcome {
  return admit(request, about, { ...caseConfiguration(directory, about) });
}

/** Each case: the pod that we make, the text of each template, and the refusals. */
export function* webhookChecks(directory: string, out: string | undefined): Iterable<Check> {
  for (const webhookCase of webhookCases(directory)) {
    yield { name: webhookCase.name, run: () => checkCase(directory, webhookCase, out) };
  }
}

function checkCase(directory: string, webhookCase: WebhookCase, out: string | undefined): Verdict {
  const { result: outcome, texts } = recordRenderings(() => renderedOutcome(directory, webhookCase));
  if (out !== undefined) {
    writeOutcome(join(out, webhookCase.folder.split('/').at(-1) ?? ''), outcome);
  }
  return all([compareTexts(webhookCase.folder, texts), comparePods(webhookCase.folder, outcome)]);
}

function comparePods(folder: string, outcome: CaseOutcome): Verdict {
  const response = existsSync(join(folder, 'response.json')) ? object(readJson(join(folder, 'response.json'))) : {};
  if (response.allowed === false) {
    return outcome.kind === 'refused' ? passed : failed('want a refusal, got a pod');
  }
  if (outcome.kind === 'refused') {
    return failed(`refused: ${outcome.message}`);
  }
  return existsSync(join(folder, 'pod.json')) ? samePod(readJson(join(folder, 'pod.json')), outcome.pod) : passed;
}

/** Compares pods as the API server would decode them. */
export function samePod(want: JsonValue, got: JsonValue): Verdict {
  return sameJson(normalPod(want), normalPod(got));
}

function compareTexts(folder: string, texts: readonly string[]): Verdict {
  const files = readdirSync(folder)
    .filter((file) => file.startsWith('rendered.'))
    .sort((a, b) => indexOf(a) - indexOf(b));
  return all(files.map((file, index) => sameText(readText(join(folder, file)), texts[index] ?? '(not rendered)')));
}

function indexOf(file: string): number {
  return Number(file.split('.')[1]);
}

function writeOutcome(folder: string, outcome: CaseOutcome): void {
  mkdirSync(folder, { recursive: true });
  if (outcome.kind === 'refused') {
    writeFileSync(join(folder, 'error.txt'), `${outcome.message}\n`);
  } else {
    writeFileSync(join(folder, 'pod.json'), `${stringifyJson(outcome.pod)}\n`);
  }
}
