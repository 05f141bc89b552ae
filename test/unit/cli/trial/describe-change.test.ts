import { describe, expect, it } from 'vitest';
import { describeChange, podChange } from '../../../../lib/cli/trial/describe-change.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';

const before: JsonObject = {
  metadata: { labels: { app: 'a' } },
  spec: { containers: [{ name: 'app', image: 'app:1' }], volumes: [{ name: 'data', emptyDir: {} }] },
};
const spec = before.spec as JsonObject;

describe('describeChange', () => {
  it.each<[string, JsonObject, string]>([
    ['nothing', before, 'changes nothing but its own annotations'],
    [
      'bookkeeping',
      { ...before, metadata: { labels: { app: 'a' }, annotations: { 'sidecar.istio.io/status': '{}' } } },
      'changes nothing but its own annotations',
    ],
    [
      'an added container and volumes',
      {
        ...before,
        spec: {
          ...spec,
          containers: [
            { name: 'app', image: 'app:1' },
            { name: 'log', image: 'log:1' },
          ],
          volumes: [{ name: 'data', emptyDir: {} }, { name: 'a' }, { name: 'b' }],
        },
      },
      'adds container log (log:1) and 2 volumes',
    ],
    [
      'another image and more',
      { ...before, spec: { ...spec, containers: [{ name: 'app', image: 'app:2', env: [] }], dnsPolicy: 'None' } },
      'changes container app: image app:1 → app:2 (env) and spec.dnsPolicy',
    ],
    ['what is gone', { metadata: {}, spec: { containers: [] } }, 'removes container app, volume data and label app'],
  ])('tells %s', (_name, after, want) => {
    expect(describeChange(podChange(before, after))).toBe(want);
  });
});
