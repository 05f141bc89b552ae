import { describe, expect, it } from 'vitest';
import { nullItem } from '../../../lib/inject/null-item.ts';

describe('nullItem', () => {
  it.each(['containers', 'initContainers', 'ephemeralContainers', 'volumes'])('names the place in %s', (list) => {
    expect(nullItem({ spec: { [list]: [{ name: 'a' }, null] } })).toMatch(`spec.${list}[1] is null`);
    expect(nullItem({ spec: { [list]: [null] } })).toMatch(`spec.${list}[0] is null`);
  });

  it.each([
    ['no spec', {}],
    ['no list', { spec: { containers: 'x', volumes: null } }],
    ['a null where names are not needed', { spec: { tolerations: [null] } }],
  ])('finds nothing where there is %s', (_name, pod) => {
    expect(nullItem(pod)).toBeUndefined();
  });
});
