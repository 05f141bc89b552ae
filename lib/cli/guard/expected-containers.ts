import type { JsonObject } from '../../json/json-value.ts';
import { labelsIn, objectsIn, textIn } from '../cluster/json-path.ts';
import { CommandError } from '../errors.ts';
import type { OpenedSnapshot } from '../open-snapshot.ts';
import { tryPod } from '../trial/try-pod.ts';
import { isNativeSidecar } from './native-sidecar.ts';

/** What every pod gets that asks for no templates of its own. */
export interface ExpectedSidecar {
  /** Names of containers, in either list. */
  readonly containers: readonly string[];
  /** Those of them that are native sidecars. */
  readonly native: readonly string[];
  /** Keys of labels that an injection adds. */
  readonly labels: readonly string[];
}

/** Pods of the shapes on which templates commonly depend. Each asks to be injected. */
const trialPods: readonly JsonObject[] = [
  trialPod({ containers: [{ name: 'app', image: 'app:1' }] }),
  trialPod({
    containers: [
      {
        ...{ name: 'app', image: 'app:1', ports: [{ containerPort: 8080 }] },
        readinessProbe: { httpGet: { path: '/ready', port: 8080 } },
      },
      { name: 'other', image: 'other:1', resources: { requests: { cpu: '1', memory: '1Gi' } } },
    ],
  }),
  trialPod({
    ...{ initContainers: [{ name: 'first', image: 'first:1' }], volumes: [{ name: 'data', emptyDir: {} }] },
    containers: [{ name: 'app', image: 'app:1', volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
    ...{ securityContext: { runAsUser: 1000, fsGroup: 1000 }, serviceAccountName: 'app' },
  }),
];

function trialPod(spec: JsonObject): JsonObject {
  const metadata = { generateName: 'trial-', labels: { app: 'trial', 'sidecar.istio.io/inject': 'true' } };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec };
}

/**
 * Tries the configuration on pods of several shapes, and gives what all of them get.
 * @throws CommandError where an injection fails, gives nothing, or differs by the pod: CEL could not say how.
 */
export function expectedSidecar(snapshot: OpenedSnapshot): ExpectedSidecar {
  const [first, ...others] = trialPods.map((pod) => sidecarOf(pod, snapshot));
  if (first === undefined || first.containers.length === 0) {
    throw new CommandError('a guard needs something to look for, and the templates bring no container');
  }
  const other = others.find(({ containers }) => containers.join() !== first.containers.join());
  if (other !== undefined) {
    const sets = [first, other].map(({ containers }) => containers.join(', ') || 'none').join(' and ');
    throw new CommandError(
      `which containers a pod gets depends on the pod (${sets}), and CEL cannot say how; a guard would be wrong`,
    );
  }
  return first;
}

function sidecarOf(pod: JsonObject, snapshot: OpenedSnapshot): ExpectedSidecar {
  const { decision, outcome } = tryPod({ pod, namespace: 'trial' }, snapshot);
  if (decision.kind === 'skip') {
    throw new CommandError(`no guard can be made: pods are not injected now (${decision.reason})`);
  }
  if (outcome.kind !== 'injected') {
    const why = 'message' in outcome ? outcome.message : 'nothing changes';
    throw new CommandError(`no guard can be made: a plain pod is not injected (${why})`);
  }
  const before = new Set(containersOf(pod).map((container) => textIn(container, 'name')));
  const added = containersOf(outcome.pod).filter((container) => !before.has(textIn(container, 'name')));
  const names = (containers: readonly JsonObject[]) => containers.map((container) => textIn(container, 'name')).sort();
  const labels = Object.keys(labelsIn(outcome.pod, 'metadata', 'labels'));
  return {
    containers: names(added),
    native: names(added.filter(isNativeSidecar)),
    labels: labels.filter((key) => !(key in labelsIn(pod, 'metadata', 'labels'))),
  };
}

function containersOf(pod: JsonObject): readonly JsonObject[] {
  return [...objectsIn(pod, 'spec', 'initContainers'), ...objectsIn(pod, 'spec', 'containers')];
}
