import { describe, expect, it } from 'vitest';
import { checkSecurity } from '../../../../lib/inject/check/check-security.ts';
import type { InjectError } from '../../../../lib/inject/errors.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';

const inNamespace = (namespace: string): JsonObject => ({ metadata: { namespace } });

function faultOf(pod: JsonObject, original: JsonObject): InjectError | undefined {
  try {
    checkSecurity(pod, original);
    return undefined;
  } catch (error) {
    return error as InjectError;
  }
}

describe('checkSecurity', () => {
  it.each<readonly [string, JsonObject, JsonObject]>([
    ['nothing', {}, {}],
    ['no network of the host', { spec: { hostNetwork: false } }, {}],
    ['the namespace that it had', inNamespace('shop'), inNamespace('shop')],
  ])('takes a pod with %s', (_name, pod, original) => {
    expect(faultOf(pod, original)).toBeUndefined();
  });

  it.each<readonly [string, JsonObject, JsonObject, Partial<InjectError>]>([
    [
      'the network of its host',
      { spec: { hostNetwork: true } },
      {},
      {
        code: 'host-network-rendered',
        message:
          'the injected pod would use the network of its host (spec.hostNetwork: true), which a template must not ask for; remove it from the template',
        about: { kind: 'pod', name: '', path: ['spec', 'hostNetwork'] },
      },
    ],
    [
      'another namespace',
      inNamespace('other'),
      inNamespace('shop'),
      {
        code: 'namespace-rendered',
        message:
          'the injected pod would go to namespace "other", which a template must not ask for; remove metadata.namespace from the template',
        about: { kind: 'pod', name: '', path: ['metadata', 'namespace'] },
      },
    ],
    [
      'no namespace any more',
      {},
      inNamespace('shop'),
      { message: expect.stringContaining('namespace null,') as string },
    ],
  ])('refuses a pod with %s', (_name, pod, original, want) => {
    expect(faultOf(pod, original)).toMatchObject(want);
  });
});
