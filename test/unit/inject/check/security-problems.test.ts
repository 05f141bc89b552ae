import { describe, expect, it } from 'vitest';
import { hostProblems, securityProblems, systemProblems } from '../../../../lib/inject/check/security-problems.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';

const none: ReadonlySet<JsonObject> = new Set();
const secure = (securityContext: JsonObject, rest: JsonObject = {}): JsonObject => ({
  spec: { containers: [{ name: 'app', securityContext }], ...rest },
});
const escalation = 'has both allowPrivilegeEscalation: false and';
const unmasked = 'has procMount: Unmasked, which a pod without hostUsers: false cannot have';

describe('security contexts of containers', () => {
  it.each<readonly [string, JsonObject, readonly string[]]>([
    ['nothing', secure({}), []],
    ['privileged', secure({ privileged: true, allowPrivilegeEscalation: true }), []],
    ['privileged alone', secure({ privileged: true }), []],
    ['no escalation', secure({ privileged: false, allowPrivilegeEscalation: false }), []],
    ['both', secure({ privileged: true, allowPrivilegeEscalation: false }), [`${escalation} privileged: true`]],
    [
      'a capability that escalates',
      secure({ allowPrivilegeEscalation: false, capabilities: { add: ['CAP_SYS_ADMIN'] } }),
      [`${escalation} CAP_SYS_ADMIN`],
    ],
    ['another capability', secure({ allowPrivilegeEscalation: false, capabilities: { add: ['NET_ADMIN'] } }), []],
    [
      'capabilities that are no list',
      secure({ allowPrivilegeEscalation: false, capabilities: { add: 'CAP_SYS_ADMIN' } }),
      [],
    ],
    ['a profile of the node', secure({ seccompProfile: { type: 'Localhost', localhostProfile: 'a' } }), []],
    ['the profile of the runtime', secure({ appArmorProfile: { type: 'RuntimeDefault', localhostProfile: null } }), []],
    ['a profile without a type', secure({ seccompProfile: { localhostProfile: 'a' } }), []],
    [
      'a name for the profile of the runtime',
      secure({ appArmorProfile: { type: 'RuntimeDefault', localhostProfile: 'a' } }),
      ['has a appArmorProfile of type "RuntimeDefault" with localhostProfile'],
    ],
    [
      'no name for a profile of the node',
      secure({ seccompProfile: { type: 'Localhost' } }),
      ['has a seccompProfile of type "Localhost" without localhostProfile'],
    ],
    ['a masked /proc', secure({ procMount: 'Default' }), []],
    ['an unmasked /proc', secure({ procMount: 'Unmasked' }), [unmasked]],
    ['an unmasked /proc with users of the host', secure({ procMount: 'Unmasked' }, { hostUsers: true }), [unmasked]],
    ['an unmasked /proc with users of its own', secure({ procMount: 'Unmasked' }, { hostUsers: false }), []],
  ])('with %s', (_name, pod, want) => {
    expect(securityProblems(pod, none).map(({ text }) => text)).toEqual(want.map((text) => `container "app" ${text}`));
  });
});

describe('what a pod shares with its node', () => {
  it.each<readonly [JsonObject, readonly string[]]>([
    [{}, []],
    [{ hostUsers: false }, []],
    [{ hostPID: true, hostIPC: true, hostUsers: true }, []],
    [{ hostUsers: false, hostPID: true }, ['hostUsers: false and hostPID: true']],
    [{ hostUsers: false, hostIPC: true }, ['hostUsers: false and hostIPC: true']],
    [{ hostUsers: false, hostPID: false, hostIPC: false }, []],
    [{ shareProcessNamespace: true }, []],
    [{ shareProcessNamespace: true, hostPID: true }, ['shareProcessNamespace: true and hostPID: true']],
    [{ shareProcessNamespace: false, hostPID: true }, []],
  ])('of %j excludes %j', (spec, want) => {
    expect(hostProblems({ spec }).map(({ text }) => text)).toEqual(want.map((text) => `the pod has both ${text}`));
  });
});

describe('settings of another system', () => {
  const fields = {
    securityContext: { fsGroup: 1, runAsUser: null, windowsOptions: {} },
    hostUsers: false,
    containers: [{ name: 'app', securityContext: { privileged: false, windowsOptions: {} } }],
  };
  const windows = 'which a pod for Windows cannot have';
  const linux = 'which a pod for Linux cannot have';
  it.each<readonly [string | undefined, readonly string[]]>([
    [undefined, []],
    [
      'windows',
      [
        `the pod has fsGroup, ${windows}`,
        `the pod has hostUsers, ${windows}`,
        `container "app" has securityContext.privileged, ${windows}`,
      ],
    ],
    ['linux', [`the pod has windowsOptions, ${linux}`, `container "app" has securityContext.windowsOptions, ${linux}`]],
  ])('are found where the pod is for %s', (name, want) => {
    const spec: JsonObject = name === undefined ? fields : { ...fields, os: { name } };
    expect(systemProblems({ spec }).map(({ text }) => text)).toEqual(want);
  });
});
