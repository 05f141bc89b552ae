import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { loadSnapshot } from '../../../../lib/config/load/load-snapshot.ts';
import { createSharedParts, SharedByContent, type SharedParts } from '../../../../lib/config/load/shared-parts.ts';
import type { Snapshot } from '../../../../lib/config/snapshot.ts';

const template = 'spec:\n  containers:\n  - name: log\n    image: "{{ .Values.image }}"\n';

/** A cluster's snapshot, of parameters of its own. */
async function load(cluster: string, texts: Readonly<Record<string, string>>, shared: SharedParts): Promise<Snapshot> {
  const names = Object.entries({ template, ...texts }).map(([name, value]) => [`${cluster}/${name}`, value] as const);
  const parameters = new Map(names.map(([name, value]) => [name, { name, value, version: 1 }]));
  const result = await loadSnapshot(cluster, { parameters, failures: new Map() }, { shared });
  if (result.kind === 'invalid') {
    throw new Error(JSON.stringify(result.problems));
  }
  return result.snapshot;
}

const sidecar = ({ templates }: Snapshot) => templates.get('sidecar');

describe('clusters with parameters of their own that hold the same', () => {
  it('share templates, values and the mesh, and keep their names', async () => {
    const shared = createSharedParts();
    const texts = { values: 'image: log:1', mesh: 'trustDomain: a.b' };
    const [a, b] = [await load('a', texts, shared), await load('b', texts, shared)];
    expect(sidecar(a)).toBe(sidecar(b));
    expect(a.values).toBe(b.values);
    expect(a.behaviour).toBe(b.behaviour);
    expect([a.cluster, b.cluster]).toEqual(['a', 'b']);
    expect([...b.versions.keys()]).toEqual(expect.arrayContaining(['b/template', 'b/values', 'b/mesh']));
  });

  it.each<[name: string, texts: Readonly<Record<string, string>>, shares: readonly boolean[]]>([
    ['another template', { template: `${template}# other\n` }, [false, true, true]],
    ['other values', { values: 'image: log:2' }, [true, false, true]],
    ['another mesh', { mesh: 'trustDomain: c.d' }, [true, true, false]],
    ['ProxyConfigs', { proxyconfigs: 'kind: ProxyConfig\n' }, [true, true, false]],
    ['another version of Istio', { settings: 'istioVersion: "1.22"' }, [false, true, false]],
    ['other limits', { settings: 'limits: {steps: 100}' }, [false, true, true]],
    ['another answer to env', { settings: 'nativeSidecars: true' }, [false, true, true]],
    ['another policy', { policy: 'disabled' }, [true, true, true]],
  ])('share with one of %s what does not follow from that', async (_name, texts, want) => {
    const shared = createSharedParts();
    const common = { values: 'image: log:1', mesh: 'trustDomain: a.b' };
    const [a, b] = [await load('a', common, shared), await load('b', { ...common, ...texts }, shared)];
    expect([sidecar(a) === sidecar(b), a.values === b.values, a.behaviour === b.behaviour]).toEqual(want);
  });

  it('tell each its own problems: what is broken is shared with nobody', async () => {
    const shared = createSharedParts();
    for (const cluster of ['a', 'b']) {
      await expect(load(cluster, { template: '{{ nope }}', values: '[' }, shared)).rejects.toThrow(
        `${cluster}/template`,
      );
      await expect(load(cluster, { proxyconfigs: '[', mesh: '{}' }, shared)).rejects.toThrow(`${cluster}/proxyconfigs`);
    }
  });
});

describe('what nobody uses any more', () => {
  it('is forgotten', async () => {
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    const known = new SharedByContent<object>();
    for (let index = 0; index < 1000; index++) {
      known.find([index]).keep({ index });
      if (index % 50 === 0) {
        // A reference that was looked at lives until its job is over.
        await new Promise((resolve) => setImmediate(resolve));
        if (typeof collect === 'function') {
          collect();
        }
      }
    }
    expect(known.size).toBeLessThan(200);
  });
});
