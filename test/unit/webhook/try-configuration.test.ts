import { beforeEach, describe, expect, it } from 'vitest';
import { openAuthenticator } from '../../../lib/auth/authenticator.ts';
import { ageLimits } from '../../../lib/config/cache/freshness.ts';
import { encodeAs } from '../../../lib/config/load/encode-value.ts';
import { loadSnapshot, templateNames } from '../../../lib/config/load/load-snapshot.ts';
import type { Snapshot } from '../../../lib/config/snapshot.ts';
import { handle } from '../../../lib/webhook/handle.ts';
import { podsOfTrial, type RecentPod, RecentPods } from '../../../lib/webhook/recent-pods.ts';
import { createReviewCore } from '../../../lib/webhook/review-core.ts';
import { tryConfiguration } from '../../../lib/webhook/try-configuration.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { createScript, createScriptedCache, type Script, write } from '../config/cache/scripted-source.ts';
import { pod, review, reviewRequest, snapshotWith } from './webhook-fixture.ts';

const good = 'spec:\n  containers:\n  - name: log\n    image: log:1\n';
/** Fails every pod. */
const broken = `${good}    args: ["{{ index .Nothing.At 1 }}"]\n`;
/** Fails pods whose label says so. */
const failsSome = `{{ if eq (index .ObjectMeta.Labels "app") "bad" }}{{ fail "no" }}{{ end }}\n${good}`;

async function configurationOf(template: string, more: Readonly<Record<string, string>> = {}): Promise<Snapshot> {
  const values = { 'default/template': template, ...more };
  const parameters = new Map(Object.entries(values).map(([name, value]) => [name, { name, value, version: 1 }]));
  const result = await loadSnapshot('default', { parameters, failures: new Map() });
  return result.kind === 'snapshot' ? result.snapshot : expect.fail(JSON.stringify(result.problems));
}

function recentPod(namespace: string, app = 'good'): RecentPod {
  return { namespace, pod: { ...pod, metadata: { labels: { app } } }, pairs: new Map() };
}

describe('tryConfiguration', () => {
  const bad = [recentPod('a', 'bad'), recentPod('b', 'bad'), recentPod('c', 'bad')];
  const fine = [recentPod('a'), recentPod('b'), recentPod('c')];
  it.each<[name: string, from: string, to: string, recent: readonly RecentPod[], want: 'fit' | 'unfit']>([
    ['another image', good, good.replace('log:1', 'log:2'), fine, 'fit'],
    ['a template that fails every pod', good, broken, [], 'unfit'],
    ['one that failed before, too', broken, `${broken}# more\n`, [], 'fit'],
    ['one that fails no pod of lately', good, failsSome, fine, 'fit'],
    ['one that fails all pods of lately', good, failsSome, bad, 'unfit'],
    ['one that fails two of three', good, failsSome, [...bad.slice(0, 2), recentPod('c')], 'unfit'],
    ["one that fails one tenant's pod", good, failsSome, [recentPod('a', 'bad')], 'fit'],
    ["one that fails one tenant's pod of two", good, failsSome, [recentPod('a', 'bad'), recentPod('b')], 'fit'],
    [
      'a mount of nothing, which pods are refused for',
      good,
      `${good}    volumeMounts: [{name: no, mountPath: /x}]\n`,
      [],
      'unfit',
    ],
  ])('%s: from there it is %5$s', async (_name, from, to, recent, want) => {
    const world = {
      candidate: await configurationOf(to),
      present: await configurationOf(from),
      recent,
      cpuMs: () => 0,
    };
    expect(tryConfiguration(world).kind).toBe(want);
  });

  it('says what is wrong with the bare pod, and of others only how many', async () => {
    const world = { present: await configurationOf(good), cpuMs: () => 0 };
    const bare = tryConfiguration({ ...world, candidate: await configurationOf(broken), recent: [] });
    expect(bare).toMatchObject({ cause: expect.stringMatching(/^a bare pod fails under it: .*sidecar:5/) });
    const others = tryConfiguration({ ...world, candidate: await configurationOf(failsSome), recent: bad });
    expect(others).toMatchObject({
      cause: '3 of 3 pods that were injected lately, of as many namespaces, fail under it',
    });
  });

  it('tries no pod that the new configuration would leave alone, and nothing where injection is off', async () => {
    const present = await configurationOf(good);
    const disabled = await configurationOf(failsSome, { 'default/policy': 'disabled' });
    expect(tryConfiguration({ candidate: disabled, present, recent: bad, cpuMs: () => 0 }).kind).toBe('fit');
    const off = await configurationOf(broken, { 'default/policy': 'off' });
    expect(tryConfiguration({ candidate: off, present, recent: bad, cpuMs: () => 0 }).kind).toBe('fit');
  });

  it('ends when its CPU is used', async () => {
    let used = 0;
    const cpuMs = () => (used += 60);
    const world = {
      candidate: await configurationOf(failsSome),
      present: await configurationOf(good),
      recent: bad,
      cpuMs,
    };
    expect(tryConfiguration(world).kind).toBe('fit');
  });
});

describe('RecentPods', () => {
  it('keeps few, newest first, each of another namespace, and none that is large', () => {
    const recent = new RecentPods();
    for (const namespace of ['a', 'b', 'a', 'c', 'd']) {
      recent.add('prod', recentPod(namespace), 1000);
    }
    recent.add('prod', recentPod('e'), 1_000_000);
    expect(recent.of('prod').map(({ namespace }) => namespace)).toEqual(['d', 'c', 'a']);
    expect(recent.of('prod')).toHaveLength(podsOfTrial);
    expect(recent.of('test')).toEqual([]);
  });
});

describe('a template that was written past the gates', () => {
  let clock: FakeClock;
  let script: Script;
  beforeEach(() => {
    clock = new FakeClock();
    script = createScript();
    write(script, { 'default/template': good });
  });

  it('fails no pod of an environment that has a good one, and is told', async () => {
    const recent = new RecentPods();
    const core = createReviewCore();
    const lines: Record<string, unknown>[] = [];
    const provider = createScriptedCache(script, clock, {
      loadSnapshot,
      templateNames,
      trial: (candidate, present) =>
        tryConfiguration({ candidate, present, recent: recent.of(present.cluster), cpuMs: () => 0 }),
    });
    const parts = {
      provider,
      authenticator: openAuthenticator,
      core: async () => core,
      recent,
      log: (line: string) => void lines.push(JSON.parse(line)),
      now: () => clock.now(),
      random: () => 0,
    };
    const send = async () => {
      const answer = await clock.until(handle(reviewRequest(review()), parts));
      return [answer.status, 'patch' in (JSON.parse(answer.body).response ?? {})];
    };
    expect(await send()).toEqual([200, true]);
    expect(recent.of('default')).toHaveLength(1);
    write(script, { 'default/template': encodeAs('b64', broken) });
    clock.freeze(ageLimits.freshMs + 1);
    expect([await send(), await send()]).toEqual([
      [200, true],
      [200, true],
    ]);
    expect(lines.at(-1)).toMatchObject({
      level: 'warn',
      heldBack: 1,
      stale: { cause: expect.stringContaining('bare pod') },
    });
    expect(snapshotWith().fingerprint).not.toBe(lines.at(-1)?.fingerprint);
    write(script, { 'default/template': good.replace('log:1', 'log:2') });
    clock.freeze(ageLimits.freshMs + 1);
    expect(await send()).toEqual([200, true]);
    expect(lines.at(-1)).not.toHaveProperty('heldBack');
  });
});
