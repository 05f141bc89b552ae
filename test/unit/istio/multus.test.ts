import { describe, expect, it } from 'vitest';
import { appendMultusNetwork } from '../../../lib/istio/multus.ts';

describe('appendMultusNetwork', () => {
  it.each([
    ['', 'default/n', 'default/n'],
    ['a, b', 'n', 'a, b, n'],
    ['a, n', 'n', 'a, n'],
    ['[{"name": "a"}\n]', 'n', '[{"name": "a"}\n, {"name": "n"}]'],
    ['[{"name": "n"}]', 'n', '[{"name": "n"}]'],
    ['[{"name": "n"}]', 'default/n', '[{"name": "n"}, {"name": "n", "namespace": "default"}]'],
    ['[{"name": "n", "namespace": "default"}]', 'default/n', '[{"name": "n", "namespace": "default"}]'],
    ['[{"name": "n", "namespace": "default"}]', 'n', '[{"name": "n", "namespace": "default"}, {"name": "n"}]'],
    ['[{"name": "a"},]', 'n', '[{"name": "a"},]'],
    ['["a"]', 'n', '["a"]'],
  ])('adds to %j', (existing, network, want) => {
    expect(appendMultusNetwork(existing, network)).toBe(want);
  });
});
