import { describe, expect, it } from 'vitest';
import { NormalForms, wholeNormalForm } from '../../../../lib/inject/render/normal-forms.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';

const container = (rest: JsonObject): JsonObject => ({ spec: { containers: [{ name: 'a', ...rest }] } });

const pods: readonly (readonly [string, JsonObject])[] = [
  ['nothing', {}],
  ['empty parts', { metadata: {}, spec: {} }],
  ['texts', { metadata: { name: 'a', namespace: '' }, spec: { hostname: 'h' } }],
  ['maps of texts', { metadata: { labels: { a: '', b: 'x' }, annotations: {} } }],
  ['lists of texts', container({ args: ['a', ''], command: [] })],
  ['numbers and booleans', container({ stdin: false, tty: true, ports: [{ containerPort: 1, hostPort: 0 }] })],
  ['nulls', { metadata: { labels: null }, spec: { containers: null, hostname: null, securityContext: null } }],
  ['amounts', container({ resources: { limits: { cpu: '1000m', memory: '1024Ki' } } })],
  ['structs behind pointers', { spec: { securityContext: { runAsUser: 1 }, affinity: { nodeAffinity: {} } } }],
  [
    'lists of structs',
    { spec: { tolerations: [{ key: 'a' }, {}], volumes: [], hostAliases: [{ ip: '1', hostnames: ['h'] }] } },
  ],
  ['a list with a null', { spec: { tolerations: [{ key: 'a' }, null] } }],
  ['numbers or texts', container({ livenessProbe: { httpGet: { port: 'web' }, tcpSocket: { port: 80 } } })],
  ['fields that are not read', { status: { phase: 'Running' }, metadata: { creationTimestamp: null } }],
];

describe('NormalForms', () => {
  it.each(pods)('gives what the whole pod gives: %s', (_name, pod) => {
    for (const isRemembered of [true, false]) {
      const forms = new NormalForms(() => isRemembered);
      expect([forms.of(pod), forms.of(pod)]).toEqual([wholeNormalForm(pod), wholeNormalForm(pod)]);
    }
  });

  it.each<readonly [string, JsonObject]>([
    ['a directive', { spec: { $patch: 'replace' } }],
    ['a directive in a list', { spec: { containers: [{ name: 'a', $patch: 'delete' }] } }],
    ['a directive where Go has a map', { metadata: { labels: { $patch: 'replace' } } }],
    ['a field in another letter case', { spec: { Hostname: 'h' } }],
    ['a field that Kubernetes does not know', container({ tty2: true })],
    ['what Go cannot decode', container({ tty: 'x' })],
    ['a text where Go has a list', container({ args: 'x' })],
    ['a text where Go has a struct', { spec: 'x' }],
    ['numbers among texts', container({ args: [1] })],
  ])('leaves to the whole pod what has %s', (_name, pod) => {
    expect(new NormalForms(() => true).of(pod)).toBeUndefined();
  });

  it('gives the same object for a part that is remembered', () => {
    const env = [{ name: 'A', value: 'b' }];
    const own = { name: 'b' };
    const partsIn = (forms: NormalForms, image: string): readonly unknown[] => {
      const spec = forms.of({ spec: { containers: [{ name: 'a', image, env }, own] } })?.spec;
      const [first, second] = (spec as { containers: readonly { env: unknown }[] }).containers;
      return [first?.env, second];
    };
    for (const isKept of [true, false]) {
      const forms = new NormalForms((part) => isKept && (part === env || part === own));
      const [one, other] = [partsIn(forms, 'x'), partsIn(forms, 'y')];
      expect(one.map((part, index) => part === other[index])).toEqual([isKept, isKept]);
    }
  });

  it('does not mix up parts that are read as two types', () => {
    const shared = { name: 'a' };
    const forms = new NormalForms(() => true);
    expect(forms.of({ spec: { containers: [shared], volumes: [shared] } })).toEqual({
      spec: { containers: [{ name: 'a' }], volumes: [{ name: 'a' }] },
    });
    const list = [shared];
    expect(forms.of({ spec: { containers: list, imagePullSecrets: list } })).toEqual({
      spec: { containers: [{ name: 'a' }], imagePullSecrets: [{ name: 'a' }] },
    });
    const withEnv = { name: 'a', env: [{ name: 'A' }] };
    expect(forms.of({ spec: { containers: [withEnv] } })).toBeDefined();
    expect(forms.of({ spec: { imagePullSecrets: [withEnv] } })).toBeUndefined();
  });
});
