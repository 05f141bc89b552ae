import { describe, expect, it } from 'vitest';
import { createBeforeTraffic, type Invocation } from '../../../lib/rollout/before-traffic.ts';
import { builtInEvents } from '../../../lib/rollout/built-in-events.ts';

const hookEvent = { DeploymentId: 'd-ABCDEF123', LifecycleEventHookExecutionId: 'execution' };
const good = answer(200);

function answer(statusCode: number): Invocation {
  return { kind: 'answered', payload: JSON.stringify({ statusCode, body: '{}' }) };
}

/** What the hook reports where versions answer so; `unreachable` rejects. */
async function reported(newVersion: Invocation | 'unreachable', liveVersion: Invocation | 'unreachable') {
  const asked: string[] = [];
  const said: unknown[] = [];
  const lines: string[] = [];
  const handler = createBeforeTraffic(
    {
      newVersion: 'new',
      liveVersion: 'live',
      log: (line) => lines.push(line),
      async invoke(version) {
        asked.push(version);
        const result = version === 'new' ? newVersion : liveVersion;
        if (result === 'unreachable') {
          throw new Error('no network');
        }
        return result;
      },
      async report(event, status) {
        said.push({ event, status });
      },
    },
    builtInEvents,
  );
  await handler(hookEvent);
  return { asked, said, lines };
}

describe('the hook before traffic', () => {
  const crash: Invocation = { kind: 'failed', cause: 'Unhandled: {}' };
  const nonsense: Invocation = { kind: 'answered', payload: 'null' };
  const notJson: Invocation = { kind: 'answered', payload: '{' };

  it.each([
    ['both answer', good, good, 'Succeeded'],
    ['the new one fails', answer(500), good, 'Failed'],
    ['the new one finds no configuration', answer(503), good, 'Failed'],
    ['the new one turns reviews away', answer(401), good, 'Failed'],
    ['the new one crashes', crash, good, 'Failed'],
    ['the new one answers nonsense', nonsense, good, 'Failed'],
    ['the new one answers what is no JSON', notJson, good, 'Failed'],
    ['the new one cannot be called', 'unreachable', good, 'Failed'],
    ['a parameter makes both fail', answer(500), answer(500), 'Succeeded'],
    ['nobody finds a configuration', answer(503), answer(503), 'Succeeded'],
    ['only the one that serves fails', good, answer(500), 'Succeeded'],
    ['only the one that serves crashes', good, crash, 'Succeeded'],
  ] as const)('where %s', async (_name, newVersion, liveVersion, want) => {
    const { said } = await reported(newVersion, liveVersion);
    expect(said).toEqual([{ event: hookEvent, status: want }]);
  });

  it('sends every built-in review to both versions, and says how each went', async () => {
    const { asked, lines } = await reported(answer(500), good);
    expect(asked.filter((version) => version === 'new')).toHaveLength(builtInEvents.length);
    expect(asked.filter((version) => version === 'live')).toHaveLength(builtInEvents.length);
    const { trials } = JSON.parse(lines.join()) as { readonly trials: readonly object[] };
    expect(trials[0]).toEqual({ name: 'a bare pod', newVersion: 'status 500', liveVersion: 'answered', isWorse: true });
  });
});

describe('the built-in reviews', () => {
  it('are marked as trials, and change nothing', () => {
    for (const { event } of builtInEvents) {
      expect(event.isTrial).toBe(true);
      const { request } = JSON.parse(String(event.body)) as { readonly request: object };
      expect(request).toMatchObject({ operation: 'CREATE', dryRun: true, resource: { resource: 'pods' } });
    }
  });
});
