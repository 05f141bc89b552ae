import { describe, expect, it } from 'vitest';
import { createMeshBehaviour } from '../../../lib/istio/mesh-behaviour.ts';
import { typicalPods } from '../../../lib/istio/typical-pods.ts';

describe('typicalPods', () => {
  it('are of workloads that all differ', () => {
    const names = typicalPods().map(({ metadata }) => JSON.stringify(metadata));
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(0);
  });

  it('are those of a mesh', () => {
    expect(createMeshBehaviour({ mesh: null }).typicalPods?.()).toEqual(typicalPods());
  });
});
