import { spawn } from 'node:child_process';
import { inject } from '../../../lib/inject/inject.ts';
import type { InjectOutcome } from '../../../lib/inject/injection-types.ts';
import { createInjectMemory } from '../../../lib/inject/memory/inject-memory.ts';
import { parseJson, stringifyJson } from '../../../lib/json/json-text.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { checkPodDecodes } from '../../../lib/kube/check-decodes.ts';
import { kubernetesPod, podOfRelease } from '../../support/generators/kubernetes-pod.ts';
import { Random } from '../../support/generators/random.ts';
import { configurationOf } from '../../unit/inject/fixture.ts';
import { converse, type Oracle } from '../oracle/launch.ts';
import { admissionTemplates } from './admission-templates.ts';
import { admissionProgram } from './binaries.ts';

/** What became of the pods of one release. */
export interface AdmissionReport {
  /** How many by what was made of them. */
  readonly counts: ReadonlyMap<string, number>;
  /** One of each kind that must not be: a pod taken before and refused after, refused by us alone, a second change. */
  readonly problems: readonly string[];
}

export interface AdmissionOptions {
  readonly releases: readonly string[];
  readonly seed: number;
  /** Pods for each release. */
  readonly cases: number;
}

const batch = 500;
const configurations = admissionTemplates.map(configurationOf);

/**
 * Gives generated pods to Kubernetes' own validation, before an injection and after. All releases get the same pods:
 * most of them look the same to each, and are injected once.
 */
export async function runAdmission({
  releases,
  seed,
  cases,
}: AdmissionOptions): Promise<ReadonlyMap<string, AdmissionReport>> {
  const program = await admissionProgram();
  const runs = releases.map((release) => new ReleaseRun(program, release));
  const random = new Random(seed);
  try {
    for (let done = 0; done < cases; done += batch) {
      const injector = new Injector();
      const made = Array.from({ length: Math.min(batch, cases - done) }, (_, index) => ({
        pod: kubernetesPod(random, done + index),
        configuration: random.below(configurations.length),
      }));
      await Promise.all(runs.flatMap((run) => made.map((one) => run.try(one, injector))));
    }
  } finally {
    for (const run of runs) {
      run.close();
    }
  }
  return new Map(runs.map((run) => [run.release, run]));
}

/** A pod and the number of the configuration that it meets. */
interface Case {
  readonly pod: JsonObject;
  readonly configuration: number;
}

const memories = configurations.map(() => createInjectMemory());

/** Injects, and remembers what came out for as long as a batch takes. */
class Injector {
  readonly #known = new Map<string, InjectOutcome>();

  inject(seen: string, configuration: number): InjectOutcome {
    const key = `${configuration} ${seen}`;
    const known = this.#known.get(key) ?? this.#make(seen, configuration);
    this.#known.set(key, known);
    return known;
  }

  #make(seen: string, configuration: number): InjectOutcome {
    const pod = parseJson(seen) as JsonObject;
    const used = configurations[configuration];
    if (used === undefined) {
      throw new Error(`there is no configuration ${configuration}`);
    }
    return inject({ pod, namespace: 'default', address: new Map() }, used, memories[configuration]);
  }
}

interface Answer {
  readonly seen?: string;
  readonly refused?: readonly string[];
  /** Bytes that etcd would keep. */
  readonly stored?: number;
}

interface Seen {
  /** The pod as the API server shows it to a webhook. */
  readonly seen: string;
  readonly configuration: number;
}

/** The pods of one release. */
class ReleaseRun implements AdmissionReport {
  readonly release: string;
  readonly counts = new Map<string, number>();
  readonly problems: string[] = [];
  readonly #oracle: Oracle;

  constructor(program: string, release: string) {
    this.release = release;
    const child = spawn(program, [release], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#oracle = converse(child, `admission ${release}`);
  }

  close(): void {
    this.#oracle.close();
  }

  async try({ pod, configuration }: Case, injector: Injector): Promise<void> {
    const { seen, refused, stored = 0 } = await this.#ask({ create: stringifyJson(podOfRelease(pod, this.release)) });
    if (seen === undefined) {
      this.#count('not decoded');
      return;
    }
    const one = { seen, configuration };
    if (refused === undefined) {
      this.#measured(one, stored);
    }
    const outcome = injector.inject(seen, configuration);
    switch (outcome.kind) {
      case 'injected':
        return refused === undefined ? this.#taken(one, outcome, injector) : this.#count('not taken before');
      case 'refused':
        return this.#refusedByUs(one, outcome, refused === undefined);
      case 'unchanged':
        return this.#count('unchanged');
    }
  }

  /** For its size a pod is only refused by bytes that etcd would keep. */
  #measured(one: Seen, stored: number): void {
    const counted = checkPodDecodes(parseJson(one.seen));
    if (counted > stored) {
      this.#wrong('counted as larger than it is', `${counted} bytes, and etcd keeps ${stored}`, one);
    }
  }

  /** It is taken after the patch, and a second call changes nothing of what the API server made of it. */
  async #taken(one: Seen, { patch }: InjectOutcome & { kind: 'injected' }, injector: Injector): Promise<void> {
    const after = await this.#ask({ seen: one.seen, patch });
    if (after.refused !== undefined) {
      this.#wrong('taken before, refused after', after.refused.join('; '), one);
      return;
    }
    const again = injector.inject(after.seen ?? '', one.configuration);
    if (again.kind !== 'unchanged') {
      this.#wrong('a second call is not quiet', again.kind === 'injected' ? again.patch : again.message, one);
      return;
    }
    this.#count('injected');
  }

  async #refusedByUs(one: Seen, outcome: InjectOutcome & { kind: 'refused' }, isTaken: boolean): Promise<void> {
    // Without a pod, it is the one that came that is refused, before anything was made of it.
    const isTakenAfter =
      outcome.pod === undefined
        ? isTaken
        : (await this.#ask({ seen: stringifyJson(outcome.pod) })).refused === undefined;
    if (isTakenAfter) {
      this.#wrong('refused by us, and Kubernetes would take it', outcome.message, one);
      return;
    }
    const reason = outcome.message
      .replaceAll(/"[^"]*"/g, '"…"')
      .replace(/^.*?result: /, '')
      .replace(/\. Please.*/, '');
    this.#count(`refused${isTaken ? '' : ', not taken before'}: ${reason.replaceAll(/\d+\w*/g, 'N')}`);
  }

  async #ask(question: unknown): Promise<Answer> {
    return (await this.#oracle.ask(question)) as Answer;
  }

  #count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  #wrong(what: string, why: string, { seen, configuration }: Seen): void {
    const kind = `WRONG: ${what}: ${why.replaceAll(/\d+/g, 'N').slice(0, 150)}`;
    this.#count(kind);
    if (this.counts.get(kind) === 1) {
      this.problems.push(`${what}: ${why}\nconfiguration ${configuration}\npod ${seen}`);
    }
  }
}
