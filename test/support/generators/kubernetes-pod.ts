import type { JsonObject, JsonValue } from '../../../lib/json/json-value.ts';
import { itemsOf, specOf } from '../../../lib/kube/pod/containers.ts';
import type { Random } from './random.ts';
import { oldSources, usualSources } from './volume-sources.ts';

const names = ['app', 'web', 'agent', 'istio-proxy', 'setup', 'istio-init'] as const;
const volumeNames = ['data', 'cache', 'agent-data', 'tokens', 'logs'] as const;
const variables = ['A', 'B', 'AGENT_MODE', 'POD_NAME'] as const;
const cpus = ['100m', '0.5', '1', '2', '1e-1', '250000u'] as const;
const memories = ['64Mi', '128Mi', '1Gi', '1.5G', '128974848', '1e8'] as const;

/** Fields that are there by chance. */
function some(random: Random, fields: Readonly<Record<string, readonly [number, () => JsonValue]>>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, [share, make]]) => (random.chance(share) ? [[key, make()]] : [])),
  );
}

/** Pods as people write them and Kubernetes mostly takes, with all that a template can get into the way of. */
export function kubernetesPod(random: Random, index: number): JsonObject {
  const volumes = distinct(random, volumeNames, 3).map((name) => ({ name, ...volumeSource(random) }));
  const mounted = volumes.map(({ name }) => name);
  const [first = 'app', ...others] = distinct(random, names, 3);
  const isWindows = random.chance(0.04);
  const make = (name: string, isInit: boolean) => container(random, { name, isInit, mounted, isWindows });
  const inits = others.slice(1).map((name) => make(name, true));
  const spec = {
    containers: [first, ...others.slice(0, 1)].map((name) => make(name, false)),
    ...(inits.length > 0 && { initContainers: inits }),
    ...(volumes.length > 0 && { volumes }),
    ...(isWindows && { os: { name: 'windows' } }),
    // As the API server's admission plugin for service accounts sets it.
    serviceAccountName: 'default',
    ...some(random, {
      resources: [isWindows ? 0 : 0.2, () => podResources(random)],
      hostUsers: [isWindows ? 0 : 0.06, () => false],
      hostPID: [isWindows ? 0 : 0.04, () => true],
      shareProcessNamespace: [isWindows ? 0 : 0.06, () => random.chance(0.7)],
      restartPolicy: [0.2, () => random.pick(['Always', 'Never', 'OnFailure'])],
      schedulingGates: [0.05, () => [{ name: 'example.com/gate' }]],
      resourceClaims: [0.5, () => [{ name: 'gpu', resourceClaimName: 'one' }]],
      securityContext: [isWindows ? 0 : 0.2, () => podSecurity(random)],
      tolerations: [0.1, () => [{ key: 'a', operator: 'Exists' }]],
      imagePullSecrets: [0.1, () => [{ name: random.pick(['mirror', 'own']) }]],
      terminationGracePeriodSeconds: [0.1, () => random.pick([0, 5, 600])],
      dnsPolicy: [0.1, () => random.pick(['Default', 'ClusterFirst'])],
      ephemeralContainers: [0.003, () => [{ name: 'agent', image: 'shell' }]],
    }),
  };
  return { apiVersion: 'v1', kind: 'Pod', metadata: metadata(random, index), spec };
}

function metadata(random: Random, index: number): JsonObject {
  const long = () => 'x'.repeat(random.pick([250_000, 261_000, 261_700, 262_000, 262_143]));
  return {
    ...(random.chance(0.5) ? { name: `pod-${index}` } : { generateName: `pod-${index}-` }),
    ...some(random, {
      labels: [0.6, () => some(random, { app: [0.9, () => 'web'], injected: [0.1, () => 'no'] })],
      annotations: [
        0.3,
        () => some(random, { note: [0.8, () => 'ünï'], 'example.com/config': [0.01, long], x: [0.1, () => ''] }),
      ],
    }),
  };
}

/** The pod without fields that a release of Kubernetes drops, since their features are off there. */
export function podOfRelease(pod: JsonObject, release: string): JsonObject {
  const { resources, ...rest } = specOf(pod);
  const hasImages = release >= '1.35';
  const volumes = itemsOf(pod, 'volumes').map(({ image, ...volume }) =>
    hasImages && image !== undefined ? { ...volume, image } : volume,
  );
  const spec = {
    ...rest,
    ...(rest.volumes !== undefined && { volumes }),
    ...(resources !== undefined && release >= '1.34' && { resources }),
  };
  return { ...pod, spec };
}

interface ContainerShape {
  readonly name: string;
  readonly isInit: boolean;
  readonly mounted: readonly string[];
  readonly isWindows: boolean;
}

function container(random: Random, { name, isInit, mounted, isWindows }: ContainerShape): JsonObject {
  const isNative = isInit && random.chance(0.5);
  const mayRun = !isInit || isNative;
  return {
    name,
    image: random.chance(0.3) ? 'auto' : `shop/${name}:1`,
    ...(isNative && { restartPolicy: 'Always' }),
    ...some(random, {
      env: [0.4, () => distinct(random, variables, 3).map((variable) => environment(random, variable))],
      ports: [0.4, () => random.list(3, () => port(random))],
      volumeMounts: [0.5, () => mounts(random, mounted)],
      resources: [0.5, () => resources(random)],
      livenessProbe: [mayRun ? 0.2 : 0, () => handler(random, 'grpc')],
      readinessProbe: [mayRun ? 0.2 : 0, () => handler(random, 'grpc')],
      startupProbe: [mayRun ? 0.1 : 0, () => handler(random, 'grpc')],
      lifecycle: [mayRun ? 0.15 : 0, () => ({ preStop: handler(random, 'sleep') })],
      securityContext: [0.3, () => (isWindows ? { windowsOptions: { runAsUserName: 'a' } } : security(random))],
      args: [0.2, () => ['--x', '$(A)']],
    }),
  };
}

function environment(random: Random, name: string): JsonObject {
  return random.chance(0.6)
    ? { name, value: random.pick(['', 'a', '$(B)']) }
    : {
        name,
        valueFrom: random.pick<JsonObject>([
          { fieldRef: { fieldPath: 'metadata.name' } },
          { configMapKeyRef: { name: 'c', key: 'k' } },
          { secretKeyRef: { name: 's', key: 'k', optional: true } },
          { resourceFieldRef: { resource: 'limits.cpu' } },
        ]),
      };
}

function port(random: Random): JsonObject {
  return {
    containerPort: random.pick([80, 8080, 9090, 15090]),
    ...some(random, {
      name: [0.5, () => random.pick(['web', 'metrics', 'grpc'])],
      protocol: [0.3, () => random.pick(['TCP', 'UDP'])],
      hostPort: [0.15, () => random.pick([8080, 9090])],
      hostIP: [0.05, () => '10.0.0.1'],
    }),
  };
}

function mounts(random: Random, mounted: readonly string[]): JsonValue {
  return mounted
    .filter(() => random.chance(0.7))
    .map((name) => ({
      name,
      mountPath: random.pick(['/data', '/cache', `/${name}`, '/var/lib/agent']),
      ...some(random, {
        readOnly: [0.3, () => true],
        subPath: [0.1, () => 'sub'],
        subPathExpr: [0.05, () => '$(A)'],
      }),
    }));
}

function amounts(random: Random): JsonObject {
  return some(random, {
    cpu: [0.7, () => random.pick(cpus)],
    memory: [0.7, () => random.pick(memories)],
    'ephemeral-storage': [0.1, () => '1Gi'],
  });
}

function resources(random: Random): JsonObject {
  const hugePages = random.chance(0.05) ? { 'hugepages-2Mi': '4Mi' } : {};
  const devices = random.chance(0.05) ? { 'example.com/gpu': '1' } : {};
  // Kubernetes' own by its name, so that its request may be below its limit.
  const slots = () => some(random, { 'node.kubernetes.io/slots': [0.1, () => random.pick(['1', '2'])] });
  const asked = (): JsonObject => ({ ...amounts(random), ...slots() });
  return {
    ...some(random, { requests: [0.6, asked] }),
    ...(random.chance(0.6) && { limits: { ...asked(), ...hugePages, ...devices } }),
    ...some(random, { claims: [0.05, () => [{ name: 'gpu' }]] }),
  };
}

function podResources(random: Random): JsonObject {
  const large = { cpu: '8', memory: '8Gi' };
  return some(random, {
    requests: [
      0.6,
      () =>
        random.chance(0.7) ? some(random, { cpu: [0.8, () => '4'], memory: [0.8, () => '4Gi'] }) : amounts(random),
    ],
    limits: [
      0.6,
      () =>
        random.chance(0.7) ? large : { ...amounts(random), ...some(random, { 'hugepages-2Mi': [0.1, () => '8Mi'] }) },
    ],
  });
}

function handler(random: Random, own: 'grpc' | 'sleep'): JsonObject {
  const last = own === 'grpc' ? { grpc: { port: 9090 } } : { sleep: { seconds: 3 } };
  return random.pick<JsonObject>([
    { exec: { command: ['true'] } },
    { httpGet: { path: '/', port: random.pick<JsonValue>([8080, 'web']) } },
    { tcpSocket: { port: 8080 } },
    last,
  ]);
}

function security(random: Random): JsonObject {
  return some(random, {
    runAsUser: [0.3, () => random.pick([0, 1000, 1337])],
    privileged: [0.1, () => true],
    allowPrivilegeEscalation: [0.2, () => random.chance(0.5)],
    readOnlyRootFilesystem: [0.2, () => true],
    capabilities: [0.2, () => ({ add: random.pick([['NET_ADMIN'], ['CAP_SYS_ADMIN'], ['SYS_ADMIN']]), drop: ['ALL'] })],
    seccompProfile: [0.15, () => profile(random)],
    appArmorProfile: [0.1, () => profile(random)],
    procMount: [0.03, () => random.pick(['Default', 'Unmasked'])],
  });
}

function podSecurity(random: Random): JsonObject {
  return some(random, {
    fsGroup: [0.4, () => 2000],
    runAsNonRoot: [0.3, () => true],
    seccompProfile: [0.2, () => profile(random)],
    supplementalGroups: [0.2, () => [1]],
    sysctls: [0.1, () => [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }]],
  });
}

function profile(random: Random): JsonObject {
  return random.chance(0.3) ? { type: 'Localhost', localhostProfile: 'a.json' } : { type: 'RuntimeDefault' };
}

function volumeSource(random: Random): JsonObject {
  return random.pick(random.chance(0.2) ? oldSources : usualSources);
}

/** Up to `most` different ones, in any order. */
function distinct<T>(random: Random, from: readonly T[], most: number): readonly T[] {
  const left = [...from];
  return random.list(most, () => left.splice(random.below(left.length), 1)).flat();
}
