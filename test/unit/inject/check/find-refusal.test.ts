import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../lib/json/json-value.ts';
import { injectInto } from '../fixture.ts';

const agent = (fields: string) => `spec: {containers: [{name: agent, image: x, ${fields}}]}`;
const own = (fields: JsonObject, rest: JsonObject = {}): JsonObject => ({
  containers: [{ name: 'agent', image: 'auto', ...fields }, { name: 'app' }],
  ...rest,
});
const app = (rest: JsonObject): JsonObject => ({ containers: [{ name: 'app', ...rest }] });

/** Name, the pod's spec, the template, and what the message says. */
const rows: readonly (readonly [string, JsonObject, string, RegExp])[] = [
  [
    'one name in both lists, of the pod and a template',
    { initContainers: [{ name: 'agent' }], containers: [{ name: 'app' }] },
    agent(''),
    /own container "agent" and template "sidecar" \(in containers\).*in both containers and initContainers.*rename/,
  ],
  [
    'one name in both lists of a template',
    app({}),
    'spec: {containers: [{name: agent}], initContainers: [{name: agent, restartPolicy: Always}]}',
    /template "sidecar" \(in containers and initContainers\)/,
  ],
  [
    'a mount of nothing',
    app({}),
    agent('volumeMounts: [{name: gone, mountPath: /x}]'),
    /^template "sidecar" \(in containers\) does not go with the pod, .*"agent".*"gone"/,
  ],
  [
    'a mount of what a directive deletes',
    { ...app({ volumeMounts: [{ name: 'own', mountPath: '/x' }] }), volumes: [{ name: 'own', emptyDir: {} }] },
    'spec: {volumes: [{name: own, $patch: delete}]}',
    /own container "app" and template "sidecar" do not .*"app" mounts the volume "own"/,
  ],
  [
    'two mounts at one path',
    own({ volumeMounts: [{ name: 'a', mountPath: '/x' }] }, { volumes: [{ name: 'a' }, { name: 'b' }] }),
    agent('volumeDevices: [{name: b, devicePath: /x}]'),
    /"agent" has "a" or "\/x" both as a mount and as a block device/,
  ],
  [
    'a mount with subPath and subPathExpr',
    own({ volumeMounts: [{ name: 'a', mountPath: '/x', subPath: 'b' }] }, { volumes: [{ name: 'a' }] }),
    agent('volumeMounts: [{name: a, mountPath: /x, subPathExpr: c}]'),
    /both subPath and subPathExpr/,
  ],
  [
    'a volume with two sources',
    { ...app({}), volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'c' } }] },
    'spec: {volumes: [{name: data, emptyDir: {}}]}',
    /own volume "data" and template "sidecar" do not.*both persistentVolumeClaim and emptyDir.*rename/,
  ],
  [
    'a variable with a value and a source',
    own({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }] }),
    agent('env: [{name: A, value: b}]'),
    /the variable "A" with both "value" and "valueFrom"/,
  ],
  [
    'a probe with two handlers',
    own({ readinessProbe: { exec: { command: ['x'] } } }),
    agent('readinessProbe: {httpGet: {port: 80}}'),
    /readinessProbe with both exec and httpGet/,
  ],
  [
    'a request above its limit',
    own({ resources: { limits: { cpu: '100m' } } }),
    agent('resources: {requests: {cpu: 200m}}'),
    /asks for 200m cpu, more than its limit of 100m/,
  ],
  [
    'two ports of one name',
    own({ ports: [{ name: 'metrics', containerPort: 1 }] }),
    agent('ports: [{name: metrics, containerPort: 2}]'),
    /two ports named "metrics"/,
  ],
  [
    "a port of the host's twice",
    app({ ports: [{ containerPort: 80, hostPort: 8080, protocol: 'TCP' }] }),
    agent('ports: [{containerPort: 81, hostPort: 8080}]'),
    /both ask for the host's port TCP 8080/,
  ],
  [
    'a Windows pod',
    { ...app({}), os: { name: 'windows' } },
    agent('securityContext: {runAsUser: 1}'),
    /"agent" has securityContext.runAsUser, which a pod for Windows cannot have/,
  ],
  [
    'a Windows pod whose resources a template sets',
    { ...app({}), os: { name: 'windows' } },
    'spec: {shareProcessNamespace: true}',
    /the pod has shareProcessNamespace, which a pod for Windows/,
  ],
  [
    'options of Windows on Linux',
    { containers: [{ name: 'app', securityContext: { windowsOptions: { runAsUserName: 'a' } } }] },
    'spec: {os: {name: linux}}',
    /windowsOptions, which a pod for Linux cannot have/,
  ],
  [
    'hostUsers and hostPID',
    { ...app({}), hostUsers: false },
    'spec: {hostPID: true}',
    /^the pod and template "sidecar" do not go .*hostUsers: false and hostPID/,
  ],
  [
    'settings of privileges that exclude one another',
    own({ securityContext: { privileged: true } }),
    agent('securityContext: {allowPrivilegeEscalation: false}'),
    /both allowPrivilegeEscalation: false and privileged: true/,
  ],
  [
    'a profile of the node with the name of another type',
    own({ securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }),
    agent('securityContext: {seccompProfile: {type: Localhost, localhostProfile: a.json}}'),
    /seccompProfile of type "RuntimeDefault" with localhostProfile/,
  ],
  [
    'a probe on an init container that runs to its end',
    { initContainers: [{ name: 'agent' }], containers: [{ name: 'app' }] },
    'spec: {initContainers: [{name: agent, readinessProbe: {exec: {command: [x]}}}]}',
    /runs to its end, and has a readinessProbe/,
  ],
  ['a claim that the pod lacks', app({}), agent('resources: {claims: [{name: gpu}]}'), /resource claim "gpu"/],
  ['a label that is none', app({}), 'metadata: {labels: {a: web-}}', /the label "a" would have the value "web-"/],
  ['a key that is none', app({}), 'metadata: {annotations: {"a b": c}}', /"a b" is no key of metadata/],
];

describe('what Kubernetes would refuse after an injection', () => {
  it.each(rows)('%s', (_name, spec, sidecar, message) => {
    const outcome = injectInto({ spec }, { templates: { sidecar } });
    expect(outcome).toMatchObject({ kind: 'refused', message: expect.stringMatching(message) as string });
    expect(outcome).toMatchObject({ message: expect.stringMatching(/inject: "false"\.$/) as string });
    expect(outcome).toHaveProperty('pod.spec');
  });

  it('is annotations above 256 KiB, ours counted in', () => {
    const pod = (bytes: number): JsonObject => ({
      metadata: { annotations: { a: 'x'.repeat(bytes) } },
      spec: app({}),
    });
    expect(injectInto(pod(262_000), { templates: { sidecar: agent('') } })).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(
        /annotations have at least \d+ bytes together with those of the injection/,
      ) as string,
    });
    expect(injectInto(pod(261_000), { templates: { sidecar: agent('') } }).kind).toBe('injected');
    expect(injectInto(pod(300_000), { templates: { sidecar: agent('') } })).toEqual({
      kind: 'refused',
      message:
        'the annotations of the pod have 300001 bytes together, and Kubernetes takes 262144 at most; shorten or remove annotations.',
    });
  });

  it.each<[name: string, own: JsonObject, annotations: JsonObject, fix: RegExp]>([
    ['a long one', {}, { a: 'x'.repeat(262_000) }, /shorten or remove annotations/],
    [
      "an author's sidecar that is kept in one",
      { name: 'agent', image: 'auto', args: ['x'.repeat(262_144)] },
      {},
      /shorten the containers that have the name of one of the template's: annotation proxy\.istio\.io\/overrides keeps what they say, with 262\d+ characters/,
    ],
    [
      'a long one beside a sidecar that is kept',
      { name: 'agent', image: 'auto', args: ['x'.repeat(50)] },
      { a: 'x'.repeat(262_144 - 100) },
      /shorten or remove annotations/,
    ],
  ])('tells what to do about annotations above 256 KiB: %s', (_, own, annotations, fix) => {
    const containers = [{ name: 'app', image: 'a' }, ...(Object.keys(own).length === 0 ? [] : [own])];
    expect(
      injectInto({ metadata: { annotations }, spec: { containers } }, { templates: { sidecar: agent('') } }),
    ).toEqual(expect.objectContaining({ kind: 'refused', message: expect.stringMatching(fix) as string }));
  });

  it('names both templates where they bring one name into both lists', () => {
    const templates = {
      sidecar: 'spec: {initContainers: [{name: agent, image: x, restartPolicy: Always}]}',
      greeting: 'spec: {containers: [{name: agent, env: [{name: GREETING, value: hello}]}]}',
    };
    expect(
      injectInto({ spec: app({}) }, { templates, settings: { defaultTemplates: ['sidecar', 'greeting'] } }),
    ).toEqual(
      expect.objectContaining({
        kind: 'refused',
        message: expect.stringMatching(
          /template "sidecar" \(in initContainers\) and template "greeting" \(in containers\)/,
        ) as string,
      }),
    );
  });

  it.each([
    [
      'container',
      'spec: {containers: [{name: agent, image: x, volumeMounts: [{name: gone, mountPath: /x}]}]}',
      ' (in containers)',
    ],
    ['volume', 'spec: {volumes: [{name: own, emptyDir: {}}]}', ''],
  ])('names only the template that brings the %s', (_kind, sidecar, where) => {
    const templates = { other: 'spec: {containers: [{name: other, image: x}], volumes: [{name: v}]}', sidecar };
    const settings = { defaultTemplates: ['other', 'sidecar'] };
    const spec = app({ volumes: [] });
    const outcome = injectInto(
      { spec: { ...spec, volumes: [{ name: 'own', hostPath: {} }] } },
      { templates, settings },
    );
    const { message = '' } = outcome.kind === 'refused' ? outcome : {};
    expect(message).toContain(`template "sidecar"${where} do`);
    expect(message).not.toContain('"other"');
  });

  it('is not what the pod had before', () => {
    const spec = own({
      ports: [
        { name: 'a', containerPort: 1 },
        { name: 'a', containerPort: 2 },
      ],
      resources: { requests: { cpu: '2' }, limits: { cpu: '1' } },
    });
    expect(injectInto({ spec }, { templates: { sidecar: agent('args: [x]') } }).kind).toBe('injected');
  });
});
