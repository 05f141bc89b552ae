import { describe, expect, it } from 'vitest';
import type { Behaviour } from '../../../lib/contract/behaviour.ts';
import { plainBehaviour } from '../../../lib/inject/plain-behaviour.ts';
import { createMeshBehaviour } from '../../../lib/istio/mesh-behaviour.ts';
import { warmUp } from '../../../lib/webhook/warm-up.ts';
import { rendered, snapshotWith, webhookWith } from './webhook-fixture.ts';

const mesh = createMeshBehaviour({ mesh: null });

/** Warms a webhook up, and tells how often its template was rendered. */
async function warmed(behaviour: Behaviour, { fails = false, clock }: { fails?: boolean; clock?: () => number } = {}) {
  let renders = 0;
  const render = () => {
    renders += 1;
    if (fails) {
      throw new Error('the template is broken');
    }
    return rendered;
  };
  const snapshot = snapshotWith({ behaviour }, { render });
  const webhook = webhookWith(
    { kind: 'fresh', snapshot, ageMs: 0 },
    { authenticator: { authenticate: async () => 'denied' }, ...(clock === undefined ? {} : { now: clock }) },
  );
  await warmUp(webhook.parts);
  return { ...webhook, renders };
}

describe('warmUp', () => {
  it('injects the typical pods of a mesh, whoever may call', async () => {
    expect((await warmed(mesh)).renders).toBe(mesh.typicalPods?.().length);
  });

  it('logs nothing, keeps no pod for trials, and finishes with the configuration', async () => {
    const { lines, parts, settled } = await warmed(mesh);
    expect(lines).toEqual([]);
    expect(parts.recent.of('default')).toEqual([]);
    expect(settled()).toBe(1 + (mesh.typicalPods?.().length ?? 0));
  });

  it('injects nothing where the behaviour has no typical pods', async () => {
    expect((await warmed(plainBehaviour)).renders).toBe(0);
  });

  it('begins no pod after 300 ms', async () => {
    let time = 0;
    expect((await warmed(mesh, { clock: () => (time += 100) })).renders).toBeLessThan(2);
  });

  it('survives a template that fails', async () => {
    expect((await warmed(mesh, { fails: true })).renders).toBeGreaterThan(0);
  });

  it('asks for nothing where there is no configuration', async () => {
    const webhook = webhookWith({ kind: 'unavailable', cause: 'down', problems: [] });
    await warmUp(webhook.parts);
    expect(webhook.asked).toEqual([]);
  });
});
