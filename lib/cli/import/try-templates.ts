import type { Snapshot } from '../../config/snapshot.ts';
import type { JsonObject } from '../../json/json-value.ts';
import { TemplateError } from '../../template/errors.ts';
import { askedFor, tryPod } from '../trial/try-pod.ts';

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
export function tryTemplates(snapshot: Snapshot): readonly TemplateTrial[] {
  const { defaultTemplates } = snapshot.settings;
  const alone = [...snapshot.templates.keys()].map((name) => [name, [name]] as const);
  const together = defaultTemplates.length > 1 ? [[defaultTemplates.join(' + '), defaultTemplates] as const] : [];
  return [...alone, ...together].flatMap(([template, names]) =>
    [...trialPods].map(([pod, object]) => {
      const mayBeRefused = pod === gatewayPod && !names.includes(gatewayTemplate);
      const problem = problemOf(object, withTemplates(snapshot, names), mayBeRefused);
      return { template, pod, ...(problem === undefined ? {} : { problem }) };
    }),
  );
}

function withTemplates(snapshot: Snapshot, defaultTemplates: readonly string[]): Snapshot {
  return { ...snapshot, settings: { ...snapshot.settings, defaultTemplates } };
}

function problemOf(pod: JsonObject, snapshot: Snapshot, mayBeRefused: boolean): TrialProblem | undefined {
  const { outcome } = tryPod({ pod, namespace: 'default' }, snapshot, { decision: askedFor });
  if (outcome.kind === 'failed') {
    return { message: outcome.message, ...placeOf(outcome.fault.cause) };
  }
  return outcome.kind === 'refused' && !mayBeRefused ? { message: outcome.message } : undefined;
}

/** Go counts columns in bytes from 0. */
function placeOf(cause: unknown): Pick<TrialProblem, 'line' | 'column'> {
  if (!(cause instanceof TemplateError)) {
    return {};
  }
  return { line: cause.line, ...(cause.column === undefined ? {} : { column: cause.column + 1 }) };
}
