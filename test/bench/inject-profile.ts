import { Budget } from '../../lib/base/budget.ts';
import type { Injection } from '../../lib/contract/injection.ts';
import { inject } from '../../lib/inject/inject.ts';
import { createInjectMemory } from '../../lib/inject/memory/inject-memory.ts';
import { mergeTemplates } from '../../lib/inject/merge/merge-templates.ts';
import { renderTemplate } from '../../lib/inject/render/render-template.ts';
import { RenderedTexts } from '../../lib/inject/render/rendered-texts.ts';
import { diff } from '../../lib/patch/diff.ts';
import { verifyPatch } from '../../lib/patch/verify.ts';
import { decodeReview } from '../../lib/review/decode-review.ts';
import { respond } from '../../lib/review/respond.ts';
import type { BenchCase } from './inject-cases.ts';

const rounds = 600;
const memory = createInjectMemory();
const texts = new RenderedTexts();

type Timer = <Result>(part: string, action: () => Result) => Result;

/** Median microseconds of the parts of an injection, each run by itself on pods never seen. */
export function profileOf(benchCase: BenchCase): readonly (readonly [string, number])[] {
  const times = new Map<string, number[]>();
  const timed: Timer = (part, action) => {
    const start = process.hrtime.bigint();
    const result = action();
    times.set(part, [...(times.get(part) ?? []), Number(process.hrtime.bigint() - start) / 1000]);
    return result;
  };
  for (let index = 0; index < rounds; index += 1) {
    runParts(benchCase, benchCase.body('workload', 100_000 + index), timed);
  }
  return [...times].map(([part, list]) => [part, [...list].sort((a, b) => a - b)[list.length >> 1] ?? 0]);
}

function runParts({ snapshot }: BenchCase, body: Uint8Array, timed: Timer): void {
  const configuration = snapshot;
  const request = timed('decode', () => decodeReview(body));
  const pod = request.object as Injection['pod'];
  const outcome = timed('inject in all', () =>
    inject({ pod, namespace: 'shop', address: new Map() }, configuration, memory),
  );
  const injection: Injection = {
    ...snapshot,
    pod,
    namespace: 'shop',
    namespaceObject: null,
    address: new Map(),
    workload: null,
  };
  const names = outcome.kind === 'injected' ? outcome.templates : [];
  const results = names.map((name) => {
    const template = configuration.templates.get(name);
    const text = timed(
      'render',
      () => template?.render(configuration.behaviour.templateData(injection, template)) ?? '',
    );
    timed('parse (again)', () => texts.parse(text));
    return renderTemplate({ name, template: { render: () => text }, behaviour: configuration.behaviour }, injection, {
      texts,
      budget: new Budget(),
    });
  });
  timed('merge', () => mergeTemplates(pod, results, configuration.behaviour.ownContainers ?? new Set()));
  if (outcome.kind === 'injected') {
    const operations = timed('diff', () => diff(pod, outcome.pod));
    timed('verify', () => verifyPatch(pod, operations, outcome.pod));
    timed('respond', () =>
      respond({
        uid: request.uid,
        verdict: { kind: 'patch', patch: outcome.patch },
        warnings: [],
        auditAnnotations: {},
      }),
    );
  }
}
