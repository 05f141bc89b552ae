import { describe, expect, it } from 'vitest';
import { overridesAnnotation } from '../../../../lib/inject/again/overrides.ts';
import { statusAnnotation } from '../../../../lib/inject/again/status.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';
import { objectAt } from '../../../../lib/json/member.ts';
import { itemsOf, nameOf } from '../../../../lib/kube/pod/containers.ts';
import { annotationOf } from '../../../../lib/kube/pod/metadata.ts';
import { type Given, injectedPod } from '../fixture.ts';

const regular = 'spec: {containers: [{name: proxy, image: "p:1", env: [{name: OLD, value: "1"}]}]}';
const native = 'spec: {initContainers: [{name: proxy, image: "p:2", restartPolicy: Always}]}';
const pod: JsonObject = { metadata: { name: 'web' }, spec: { containers: [{ name: 'app', image: 'a' }] } };

function mesh(sidecar: string, rest: Given = {}): Given {
  return { templates: { sidecar }, ...rest, behaviour: { keepsRecord: false, ...rest.behaviour } };
}

describe('a sidecar of a mesh that turns native', () => {
  const once = injectedPod(pod, mesh(regular));

  it('keeps the settings that it had, which are not the author’s', () => {
    const again = injectedPod(once, mesh(native));
    expect(itemsOf(again, 'containers').map(nameOf)).toEqual(['app']);
    expect(itemsOf(again, 'initContainers')).toEqual([
      { name: 'proxy', image: 'p:1', env: [{ name: 'OLD', value: '1' }], restartPolicy: 'Always' },
    ]);
    expect(annotationOf(again, overridesAnnotation)).toBeUndefined();
  });

  it('keeps none of them where authors may not override', () => {
    const again = injectedPod(once, mesh(native, { settings: { authorMay: 'resources' } }));
    expect(itemsOf(again, 'initContainers')).toEqual([{ name: 'proxy', image: 'p:2', restartPolicy: 'Always' }]);
  });

  it('is seen by what prepares the pod, with the status of the earlier injection', () => {
    const seen: unknown[] = [];
    const prepare = ({ pod: prepared }: { readonly pod: JsonObject }): JsonObject => {
      const hasStatus = annotationOf(prepared, statusAnnotation) !== undefined;
      seen.push([itemsOf(prepared, 'containers').map(nameOf), hasStatus]);
      return { ...prepared, spec: { ...objectAt(prepared, 'spec'), hostname: 'prepared' } };
    };
    const again = injectedPod(once, mesh(native, { behaviour: { prepare } }));
    expect(seen.at(-1)).toEqual([['proxy', 'app'], true]);
    expect(again).toMatchObject({ spec: { hostname: 'prepared' } });
  });
});

describe('what only recorded settings know', () => {
  it('does not come back, but for containers of the template in either list', () => {
    const containers = [{ name: 'ghost' }, { name: 'proxy', tty: true }];
    const once = injectedPod(pod, mesh(regular));
    const annotations = {
      ...objectAt(once, 'metadata', 'annotations'),
      [overridesAnnotation]: JSON.stringify({ containers, initContainers: [{ name: 'ghost-init' }] }),
    };
    const again = injectedPod({ metadata: { annotations }, spec: objectAt(pod, 'spec') }, mesh(regular));
    expect(itemsOf(again, 'containers')).toMatchObject([{ name: 'app' }, { name: 'proxy', tty: true }]);
    expect(itemsOf(again, 'initContainers')).toEqual([]);
  });
});

describe('several templates', () => {
  it('tell together which volumes come again', () => {
    const volumes = (name: string): string => `spec: {volumes: [{name: ${name}, emptyDir: {}}]}`;
    const settings = { defaultTemplates: ['one', 'two'] };
    const given: Given = { templates: { one: volumes('v1'), two: volumes('v2') }, settings };
    const once = injectedPod(pod, given);
    const stored = itemsOf(once, 'volumes').map((volume) => ({ ...volume, emptyDir: { sizeLimit: '1' } }));
    const again = injectedPod({ ...once, spec: { ...objectAt(once, 'spec'), volumes: stored } }, given);
    expect(itemsOf(again, 'volumes')).toEqual(stored);
  });
});
