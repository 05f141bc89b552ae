/**
 * Every fault of Parameter Store at every age of the cache, four requests in a row, on a clock that is told to go on:
 * how long each waits, all in all, and how many calls are made. Half a second passes between requests.
 */
import { describe, expect, it } from 'vitest';
import { ageLimits } from '../../../../lib/config/cache/freshness.ts';
import { ParameterStoreError } from '../../../../lib/config/source/ssm/errors.ts';
import { FakeClock } from '../../../support/fakes/fake-clock.ts';
import { createScript, createScriptedCache, root, type Script, write } from './scripted-source.ts';

const ages = { cold: 0, fresh: 1000, stale: ageLimits.freshMs + 1000, old: ageLimits.staleMs + 1000 } as const;
const error = (code: ParameterStoreError['code']) => new ParameterStoreError(code, code);

const faults: Readonly<Record<string, (script: Script) => void>> = {
  none: () => {},
  throttled: (script) => {
    script.fault = error('throttled');
  },
  'answering 500': (script) => {
    script.fault = error('unavailable');
  },
  denied: (script) => {
    script.fault = error('access-denied');
  },
  hanging: (script) => {
    script.fault = 'hang';
  },
  slow: (script) => {
    script.latency = 1500;
  },
  'holding a value that cannot be decrypted': ({ store }) => {
    store.undecryptable.add(`${root}/default/policy`);
  },
  'holding a typing error': (script) => write(script, { 'default/policy': 'enabeld' }),
};

type Age = keyof typeof ages;

interface Row {
  readonly age: Age;
  readonly fault: string;
  /** What each request waits, and its kind of answer: f(resh), s(tale), u(navailable). */
  readonly want: string;
  readonly calls: number;
}

async function run(age: Age, fault: string, advance = 500) {
  const clock = new FakeClock();
  const script = createScript();
  write(script, { 'default/policy': 'enabled' });
  const cache = createScriptedCache(script, clock);
  const ask = async () => {
    const start = clock.now();
    const answer = await clock.until(cache.snapshot('default', { deadline: start + 10_000 }));
    const newer = await clock.until(answer.finish());
    expect([script.open, clock.sleeping]).toEqual([0, 0]);
    return { kind: (newer ?? answer).kind, waited: clock.now() - start };
  };
  if (age !== 'cold') {
    await ask();
  }
  clock.freeze(ages[age]);
  faults[fault]?.(script);
  script.calls.length = 0;
  const answers = [];
  for (let request = 0; request < 4; request++) {
    answers.push(await ask());
    await clock.advance(advance);
  }
  return { answers, calls: script.calls.length };
}

const rows: readonly Row[] = [
  { age: 'cold', fault: 'none', want: '20f 0f 0f 0f', calls: 1 },
  { age: 'cold', fault: 'throttled', want: '8948u 4216u 7373u 4962u', calls: 48 },
  { age: 'cold', fault: 'answering 500', want: '5035u 2539u 4460u 2914u', calls: 48 },
  { age: 'cold', fault: 'denied', want: '20u 20u 20u 20u', calls: 4 },
  { age: 'cold', fault: 'hanging', want: '9900u 9900u 9900u 9900u', calls: 4 },
  { age: 'cold', fault: 'slow', want: '1500f 0f 0f 0f', calls: 1 },
  { age: 'cold', fault: 'holding a value that cannot be decrypted', want: '40u 0u 0u 0u', calls: 10 },
  { age: 'cold', fault: 'holding a typing error', want: '20u 0u 0u 0u', calls: 1 },
  ...Object.keys(faults).map((fault): Row => ({ age: 'fresh', fault, want: '0f 0f 0f 0f', calls: 0 })),
  { age: 'stale', fault: 'none', want: '20f 0f 0f 0f', calls: 1 },
  { age: 'stale', fault: 'throttled', want: '150f 0f 150f 0f', calls: 4 },
  { age: 'stale', fault: 'answering 500', want: '150f 0f 150f 0f', calls: 5 },
  { age: 'stale', fault: 'denied', want: '20f 0f 20f 0f', calls: 2 },
  { age: 'stale', fault: 'hanging', want: '150f 0f 150f 0f', calls: 2 },
  { age: 'stale', fault: 'slow', want: '150f 0f 150f 0f', calls: 2 },
  { age: 'stale', fault: 'holding a value that cannot be decrypted', want: '40f 0s 0s 0s', calls: 10 },
  { age: 'stale', fault: 'holding a typing error', want: '20f 0s 0s 0s', calls: 1 },
  { age: 'old', fault: 'none', want: '20f 0f 0f 0f', calls: 1 },
  { age: 'old', fault: 'throttled', want: '1000s 0s 1000s 0s', calls: 7 },
  { age: 'old', fault: 'answering 500', want: '1000s 0s 1000s 0s', calls: 11 },
  { age: 'old', fault: 'denied', want: '20s 0s 20s 0s', calls: 2 },
  { age: 'old', fault: 'hanging', want: '1000s 0s 1000s 0s', calls: 2 },
  { age: 'old', fault: 'slow', want: '1000s 0s 1000s 0s', calls: 2 },
  { age: 'old', fault: 'holding a value that cannot be decrypted', want: '40s 0s 0s 0s', calls: 10 },
  { age: 'old', fault: 'holding a typing error', want: '20s 0s 0s 0s', calls: 1 },
];

it.each(rows)('with Parameter Store $fault, $age configuration: $want', async ({ age, fault, want, calls }) => {
  const found = await run(age, fault);
  const text = found.answers.map(({ kind, waited }) => `${Math.round(waited)}${kind.charAt(0)}`).join(' ');
  expect([text, found.calls]).toEqual([want, calls]);
});

describe('Parameter Store that takes 1 to 2 s for every answer', () => {
  it('renews an old configuration by the third attempt, and costs what lies between nothing', async () => {
    const { answers } = await run('old', 'slow', 4000);
    expect(answers.map(({ kind, waited }) => [kind, waited])).toEqual([
      ['stale', 1000],
      ['stale', 1000],
      ['fresh', 1500],
      ['fresh', 0],
    ]);
  });
});
