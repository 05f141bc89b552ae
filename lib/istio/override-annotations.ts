/** What an annotation changes of the sidecar: its CPU or memory, or something else of it. */
export type OverrideKind = 'resources' | 'other';

const resources: ReadonlySet<string> = new Set([
  'sidecar.istio.io/proxyCPU',
  'sidecar.istio.io/proxyMemory',
  'sidecar.istio.io/proxyCPULimit',
  'sidecar.istio.io/proxyMemoryLimit',
]);

/** Opting out is the author's, and the status is the injector's. */
const noOverrides: ReadonlySet<string> = new Set(['sidecar.istio.io/inject', 'sidecar.istio.io/status']);

/** Everything below these is looked at by Istio's templates, the injector or the agent. */
const prefixes = [
  'sidecar.istio.io/',
  'traffic.sidecar.istio.io/',
  'status.sidecar.istio.io/',
  'readiness.status.sidecar.istio.io/',
] as const;

const others: ReadonlySet<string> = new Set([
  'proxy.istio.io/config',
  'istio.io/reroute-virtual-interfaces',
  'prometheus.istio.io/merge-metrics',
]);

/** What a pod's annotation overrides; undefined where it overrides nothing of the sidecar. */
export function overrideKindOf(annotation: string): OverrideKind | undefined {
  if (resources.has(annotation)) {
    return 'resources';
  }
  const isOverride = others.has(annotation) || prefixes.some((prefix) => annotation.startsWith(prefix));
  return isOverride && !noOverrides.has(annotation) ? 'other' : undefined;
}
