import type { Snapshot } from '../../config/snapshot.ts';
import type { ParameterReading } from '../../config/source/source.ts';
import type { JsonObject } from '../../json/json-value.ts';
import { failureFinding } from '../check/rendered-findings.ts';
import { askedFor, tryPod } from '../trial/try-pod.ts';
import { type WatchedTemplates, watchTemplates } from '../trial/watched-templates.ts';

/** One template tried on one pod. */
export interface TemplateTrial {
  readonly template: string;
  /** What the pod is like: `bare pod`. */
  readonly pod: string;
  /** What went wrong; absent where the pod was injected. */
  readonly problem?: TrialProblem;
}

/** Why a template does not work for a pod. */
export interface TrialProblem {
  readonly message: string;
  /** Full name of the template's parameter, `default/templates/gateway`; absent where nothing was rendered. */
  readonly parameter?: string;
  /** Of the template, from 1; absent where the problem has no place in it. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
}

const get = { httpGet: { path: '/healthz', port: 'http', scheme: 'HTTPS' } };

/**
 * A pod that is nothing but a proxy, and Istio's template for such pods. Others may refuse it: a native sidecar, say,
 * would leave it without a container.
 */
const gatewayPod = 'gateway pod';
const gatewayTemplate = 'gateway';

/** Pods on which every template is tried, by what they are like. */
export const trialPods: ReadonlyMap<string, JsonObject> = new Map([
  ['bare pod', podOf({ name: 'app', image: 'app' })],
  [
    'pod with probes',
    podOf({
      name: 'app',
      image: 'app',
      ports: [{ name: 'http', containerPort: 8080 }],
      readinessProbe: get,
      livenessProbe: { tcpSocket: { port: 8080 } },
      startupProbe: { grpc: { port: 9090 } },
      lifecycle: { preStop: { httpGet: { path: '/drain', port: 8080 } } },
    }),
  ],
  [gatewayPod, podOf({ name: 'istio-proxy', image: 'auto', ports: [{ containerPort: 8443 }] })],
]);

function podOf(container: JsonObject): JsonObject {
  const metadata = { name: 'trial', namespace: 'default', labels: { app: 'trial' } };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [container] } };
}

/** Tries every template of a configuration alone, and the default ones together, on a few pods. */
export async function tryTemplates(snapshot: Snapshot, reading: ParameterReading): Promise<readonly TemplateTrial[]> {
  const watched = await watchTemplates(snapshot, reading);
  const { defaultTemplates } = snapshot.settings;
  const alone = [...snapshot.templates.keys()].map((name) => [name, [name]] as const);
  const together = defaultTemplates.length > 1 ? [[defaultTemplates.join(' + '), defaultTemplates] as const] : [];
  return [...alone, ...together].flatMap(([template, names]) =>
    [...trialPods].map(([pod, object]) => {
      const mayBeRefused = pod === gatewayPod && !names.includes(gatewayTemplate);
      const problem = problemOf(object, { snapshot, watched, names, mayBeRefused });
      return { template, pod, ...(problem === undefined ? {} : { problem }) };
    }),
  );
}

interface Trying {
  readonly snapshot: Snapshot;
  readonly watched: WatchedTemplates;
  /** Of the templates. */
  readonly names: readonly string[];
  readonly mayBeRefused: boolean;
}

function problemOf(pod: JsonObject, { snapshot, watched, names, mayBeRefused }: Trying): TrialProblem | undefined {
  const { use, renderings } = watched.watch({ defaultTemplates: names });
  const given = { pod, namespace: 'default' };
  const { outcome } = tryPod(given, snapshot, { configuration: use, decision: askedFor });
  const last = renderings.at(-1);
  if (outcome.kind === 'failed') {
    const { message, fault } = outcome;
    if (last === undefined) {
      return { message };
    }
    const { parameter, line, column } = failureFinding(last, fault.cause, message);
    return { message, parameter, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
  }
  return outcome.kind === 'refused' && !mayBeRefused
    ? { message: outcome.message, ...(last === undefined ? {} : { parameter: last.template.parameter.name }) }
    : undefined;
}
