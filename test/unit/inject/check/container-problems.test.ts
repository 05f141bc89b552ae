import { describe, expect, it } from 'vitest';
import { containerProblems } from '../../../../lib/inject/check/container-problems.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';

const none: ReadonlySet<JsonObject> = new Set();
const source = { fieldRef: { fieldPath: 'spec.nodeName' } };
const secret = { secretKeyRef: { name: 's', key: 'k' } };
const probe = { exec: { command: ['x'] }, httpGet: { port: 1 } };

/** A container, and what is wrong with it. */
const rows: readonly (readonly [string, JsonObject, readonly string[]])[] = [
  ['nothing', {}, []],
  ['a variable with a value', { env: [{ name: 'A', value: 'b' }] }, []],
  ['a variable with a source, and an empty value', { env: [{ name: 'A', value: '', valueFrom: source }] }, []],
  ['a variable whose source is null', { env: [{ name: 'A', value: 'b', valueFrom: null }] }, []],
  [
    'a variable with a value and a source',
    { env: [{ name: 'A', value: 'b', valueFrom: source }] },
    ['has the variable "A" with both "value" and "valueFrom"'],
  ],
  [
    'a variable with a value and an empty source',
    { env: [{ name: 'A', value: 'b', valueFrom: {} }] },
    ['has the variable "A" with both "value" and "valueFrom"'],
  ],
  [
    'a variable with two sources',
    { env: [{ name: 'A', valueFrom: { ...source, ...secret } }] },
    ['has the variable "A" with both fieldRef and secretKeyRef'],
  ],
  ['a variable with one source and a null', { env: [{ name: 'A', valueFrom: { ...source, secretKeyRef: null } }] }, []],
  [
    'mounts at two places',
    {
      volumeMounts: [
        { name: 'a', mountPath: '/a' },
        { name: 'a', mountPath: '/b' },
      ],
    },
    [],
  ],
  [
    'mounts at one place',
    {
      volumeMounts: [
        { name: 'a', mountPath: '/x' },
        { name: 'b', mountPath: '/x' },
      ],
    },
    ['mounts both the volumes "a" and "b" at "/x"'],
  ],
  [
    'a mount and a device',
    { volumeMounts: [{ name: 'a', mountPath: '/a' }], volumeDevices: [{ name: 'b', devicePath: '/b' }] },
    [],
  ],
  [
    'a device at the place of a mount',
    { volumeMounts: [{ name: 'a', mountPath: '/x' }], volumeDevices: [{ name: 'b', devicePath: '/x' }] },
    ['has "a" or "/x" both as a mount and as a block device'],
  ],
  [
    'a volume as a device and as a mount',
    { volumeMounts: [{ name: 'a', mountPath: '/a' }], volumeDevices: [{ name: 'a', devicePath: '/b' }] },
    ['has "a" or "/a" both as a mount and as a block device'],
  ],
  [
    'one device twice',
    {
      volumeDevices: [
        { name: 'a', devicePath: '/a' },
        { name: 'a', devicePath: '/b' },
      ],
    },
    ['has the block device "a" twice'],
  ],
  [
    'two devices at one place',
    {
      volumeDevices: [
        { name: 'a', devicePath: '/x' },
        { name: 'b', devicePath: '/x' },
      ],
    },
    ['has the block device "/x" twice'],
  ],
  ['a mount with a path inside', { volumeMounts: [{ name: 'a', mountPath: '/a', subPath: 'b' }] }, []],
  ['a mount with an expression', { volumeMounts: [{ name: 'a', mountPath: '/a', subPathExpr: 'b', subPath: '' }] }, []],
  [
    'a mount with both',
    { volumeMounts: [{ name: 'a', mountPath: '/a', subPath: 'b', subPathExpr: 'c' }] },
    ['mounts "a" at "/a" with both subPath and subPathExpr'],
  ],
  ['ports without a name', { ports: [{ containerPort: 1 }, { containerPort: 2 }] }, []],
  [
    'ports of one name',
    {
      ports: [
        { name: 'a', containerPort: 1 },
        { name: 'a', containerPort: 2 },
        { name: 'b', containerPort: 3 },
      ],
    },
    ['has two ports named "a"'],
  ],
  ['probes with one handler', { livenessProbe: { exec: {}, periodSeconds: 1 }, readinessProbe: { grpc: {} } }, []],
  ['a probe with a handler and a null', { startupProbe: { exec: {}, httpGet: null } }, []],
  ['a probe with two handlers', { livenessProbe: probe }, ['has a livenessProbe with both exec and httpGet']],
  [
    'hooks with two handlers',
    { lifecycle: { postStart: { exec: {}, sleep: {} }, preStop: { httpGet: {}, tcpSocket: {} } } },
    ['has a lifecycle.postStart with both exec and sleep', 'has a lifecycle.preStop with both httpGet and tcpSocket'],
  ],
];

describe('what is wrong with a container', () => {
  it.each(rows)('of %s', (_name, container, want) => {
    const pod = { spec: { containers: [{ name: 'app', ...container }] } };
    const found = containerProblems(pod, none);
    expect(found.map(({ text }) => text)).toEqual(want.map((text) => `container "app" ${text}`));
    expect(found.every(({ subject }) => subject.kind === 'container' && subject.name === 'app')).toBe(true);
  });

  const init = (rest: JsonObject) => ({ spec: { initContainers: [{ name: 'i', ...rest }] } });
  it.each([
    ['a probe', init({ readinessProbe: {} }), ['readinessProbe']],
    ['a hook', init({ lifecycle: {} }), ['lifecycle']],
    ['null', init({ livenessProbe: null }), []],
    ['a probe of a native sidecar', init({ restartPolicy: 'Always', livenessProbe: {} }), []],
    ['a probe of a container', { spec: { containers: [{ name: 'i', livenessProbe: {} }] } }, []],
  ])('is that an init container that runs to its end has %s', (_name, pod, fields) => {
    const texts = containerProblems(pod, none).map(({ text }) => text);
    const want = fields.map((field) => `container "i" is an init container that runs to its end, and has a ${field}`);
    expect(texts).toEqual(want);
  });

  it('is not looked for in containers that were there before', () => {
    const container = { name: 'app', livenessProbe: probe };
    expect(containerProblems({ spec: { containers: [container] } }, new Set([container]))).toEqual([]);
  });
});
