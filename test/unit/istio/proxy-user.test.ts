import { describe, expect, it } from 'vitest';
import { defaultProxyConfig } from '../../../lib/istio/mesh-config.ts';
import { adjustProxyUser } from '../../../lib/istio/proxy-user.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';

const tproxy = defaultProxyConfig().with('interception_mode', 1);
const original = (context: JsonObject) => ({
  spec: { containers: [{ name: 'istio-proxy', securityContext: context }] },
});
const merged = (init: string): JsonObject => ({
  spec: {
    containers: [{ name: 'istio-proxy', securityContext: { runAsUser: 1234 } }],
    initContainers: [{ name: init, args: ['-u', '1337', '-m'], securityContext: { runAsUser: 1337 } }],
  },
});
const run = (init: string, context: JsonObject, proxyConfig = defaultProxyConfig()) => {
  const pod = adjustProxyUser(merged(init), { original: original(context), proxyConfig });
  const { containers, initContainers } = JSON.parse(JSON.stringify(pod)).spec;
  return [initContainers[0].args[1], initContainers[0].securityContext, containers[0].securityContext];
};

describe('adjustProxyUser', () => {
  it.each([
    [
      'istio-init leaves the user alone',
      'istio-init',
      { runAsUser: 1234 },
      undefined,
      ['1234', { runAsUser: 1337 }, { runAsUser: 1234 }],
    ],
    [
      'istio-validation runs as the proxy',
      'istio-validation',
      { runAsUser: 1234, runAsGroup: 5 },
      undefined,
      ['1234', { runAsUser: 1234, runAsGroup: 5 }, { runAsUser: 1234 }],
    ],
    [
      'a group alone changes no argument',
      'istio-validation',
      { runAsGroup: 5 },
      undefined,
      ['1337', { runAsUser: 1337, runAsGroup: 5 }, { runAsUser: 1234 }],
    ],
    [
      'root is never left alone',
      'istio-init',
      { runAsUser: 0 },
      undefined,
      ['1337', { runAsUser: 1337 }, { runAsUser: 1234 }],
    ],
    [
      'with TPROXY the proxy stays root',
      'istio-validation',
      { runAsUser: 1234 },
      tproxy,
      ['1234', { runAsUser: 1337 }, { runAsUser: 0 }],
    ],
    ['nothing is asked for', 'istio-init', {}, undefined, ['1337', { runAsUser: 1337 }, { runAsUser: 1234 }]],
  ])('%s', (_name, init, context, config, want) => {
    expect(run(init, context, config)).toEqual(want);
  });
});
