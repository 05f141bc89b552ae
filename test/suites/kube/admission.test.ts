import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { inject } from '../../../lib/inject/inject.ts';
import type { InjectConfiguration, InjectOutcome } from '../../../lib/inject/injection-types.ts';
import { createInjectMemory } from '../../../lib/inject/memory/inject-memory.ts';
import { parseJson, stringifyJson } from '../../../lib/json/json-text.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { objectAt } from '../../../lib/json/member.ts';
import { itemsOf, nameOf } from '../../../lib/kube/pod/containers.ts';
import { kubernetesPod } from '../../support/generators/kubernetes-pod.ts';
import { Random } from '../../support/generators/random.ts';
import { configurationOf } from '../../unit/inject/fixture.ts';
import { converse, fuzzCases, fuzzSeed, type Oracle } from '../oracle/launch.ts';
import { admissionTemplates } from './admission-templates.ts';
import { admissionProgram, whatIsMissing } from './binaries.ts';

const missing = whatIsMissing();
const versions = ['1.33', '1.34', '1.35', '1.36'];
const cases = fuzzCases(4_000);
const batch = 500;

interface Answer {
  readonly seen?: string;
  readonly refused?: readonly string[];
}

/** One pod, the configuration that it meets, and what was found out. */
interface Case {
  readonly pod: JsonObject;
  readonly configuration: InjectConfiguration;
}

const configurations = admissionTemplates.map(configurationOf);
const memories = configurations.map(() => createInjectMemory());
const counts = new Map<string, number>();
const problems: string[] = [];

describe.skipIf(missing !== undefined)('pods that Kubernetes takes', () => {
  const seed = fuzzSeed();

  it.each(versions)(
    `are taken after us, or refused for what Kubernetes would refuse too: %s`,
    async (version) => {
      console.log(`admission ${version}: FUZZ_SEED=${seed}, ${cases} pods`);
      counts.clear();
      problems.length = 0;
      const program = await admissionProgram();
      const oracle = converse(spawn(program, [version], { stdio: ['pipe', 'pipe', 'pipe'] }), `admission ${version}`);
      try {
        const random = new Random(seed);
        for (let done = 0; done < cases; done += batch) {
          await runBatch(oracle, madeCases(random, done, version));
        }
      } finally {
        oracle.close();
      }
      const told = [...counts].sort(([, a], [, b]) => b - a).map(([what, count]) => `  ${count} ${what}`);
      console.log(`admission ${version}: ${problems.length} kinds of wrong\n${told.join('\n')}`);
      expect(problems.slice(0, 3), problems.slice(0, 3).join('\n\n')).toEqual([]);
    },
    3_600_000,
  );
});

/** Pods have the fields of their version: what a feature that is off drops may not be compared. */
function madeCases(random: Random, from: number, version: string): readonly Case[] {
  const has = { imageVolumes: version >= '1.35', podResources: version >= '1.34' };
  return Array.from({ length: Math.min(batch, cases - from) }, (_, index) => ({
    pod: kubernetesPod(random, from + index, has),
    configuration: random.pick(configurations),
  }));
}

async function runBatch(oracle: Oracle, made: readonly Case[]): Promise<void> {
  await Promise.all(made.map((one) => runCase(oracle, one)));
}

async function runCase(oracle: Oracle, one: Case): Promise<void> {
  const { seen, refused } = await ask(oracle, { create: stringifyJson(one.pod) });
  if (seen === undefined) {
    count('not decoded');
    return;
  }
  const outcome = injected(seen, one);
  switch (outcome.kind) {
    case 'injected':
      return refused === undefined ? taken(oracle, { ...one, seen, outcome }) : count('not taken before');
    case 'refused':
      return refusedByUs(oracle, { ...one, seen, outcome, isTaken: refused === undefined });
    case 'unchanged':
      return count('unchanged');
  }
}

interface Injected extends Case {
  readonly seen: string;
  readonly outcome: Extract<InjectOutcome, { kind: 'injected' }>;
}

/** It is taken after the patch, and a second call changes nothing of what the API server made of it. */
async function taken(oracle: Oracle, { seen, outcome, ...one }: Injected): Promise<void> {
  const after = await ask(oracle, { seen, patch: outcome.patch });
  if (after.refused !== undefined) {
    wrong('taken before, refused after', after.refused.join('; '), { seen, ...one });
    return;
  }
  const again = injected(after.seen ?? '', one);
  // What a container asks for counts otherwise in the other list, and a second call does not know where it was.
  const isMoved = hasMoved(parseJson(seen) as JsonObject, outcome.pod);
  if (again.kind !== 'unchanged' && !isMoved) {
    const what = again.kind === 'injected' ? again.patch : again.message;
    wrong('a second call is not quiet', what, { seen, ...one });
    return;
  }
  count('injected');
}

/** Whether a container of a pod that asks for resources as a whole went from one list to the other. */
function hasMoved(before: JsonObject, after: JsonObject): boolean {
  const asksAsWhole = Object.keys(objectAt(before, 'spec', 'resources')).length > 0;
  const names = (pod: JsonObject) => new Set(itemsOf(pod, 'containers').map(nameOf));
  const inits = itemsOf(before, 'initContainers').map(nameOf);
  const left = names(after);
  return asksAsWhole && ([...names(before)].some((name) => !left.has(name)) || inits.some((name) => left.has(name)));
}

interface Refused extends Case {
  readonly seen: string;
  readonly outcome: Extract<InjectOutcome, { kind: 'refused' }>;
  readonly isTaken: boolean;
}

async function refusedByUs(oracle: Oracle, { seen, outcome, isTaken, ...one }: Refused): Promise<void> {
  const reason = outcome.message
    .replaceAll(/"[^"]*"/g, '"…"')
    .replace(/^.*?result: /, '')
    .replace(/\. Please.*/, '');
  const after = outcome.pod === undefined ? {} : await ask(oracle, { seen: stringifyJson(outcome.pod) });
  if (after.refused === undefined) {
    wrong('refused by us, and Kubernetes would take it', outcome.message, { seen, ...one });
    return;
  }
  count(`refused${isTaken ? '' : ', not taken before'}: ${reason.replaceAll(/\d+\w*/g, 'N')}`);
}

function injected(seen: string, { configuration }: Case): InjectOutcome {
  const pod = parseJson(seen) as JsonObject;
  const memory = memories[configurations.indexOf(configuration)];
  return inject({ pod, namespace: 'default', address: new Map() }, configuration, memory);
}

async function ask(oracle: Oracle, question: unknown): Promise<Answer> {
  return (await oracle.ask(question)) as Answer;
}

function count(what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}

function wrong(what: string, why: string, { seen, configuration }: Case & { readonly seen: string }): void {
  const kind = `WRONG: ${what}: ${why.replaceAll(/\d+/g, 'N').slice(0, 150)}`;
  count(kind);
  if (counts.get(kind) !== 1) {
    return;
  }
  problems.push(`${what}: ${why}\nconfiguration ${configurations.indexOf(configuration)}\npod ${seen}`);
}
