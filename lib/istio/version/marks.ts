/** A text of Istio's own `sidecar` template that tells its version. */
interface Mark {
  readonly text: string;
  /** Minor version of 1.x that brought it (and every later one has it), or that had it last. */
  readonly minor: number;
}

/** One mark a minor version, from the chart of every release tag of 1.18 to 1.31. */
export const arrivals: readonly Mark[] = [
  { text: '.MeshConfig.ProxyInboundListenPort', minor: 18 },
  { text: 'GOMEMLIMIT', minor: 19 },
  { text: '.ProxyUID', minor: 20 },
  { text: 'trunc 63', minor: 21 },
  { text: '.InboundTrafficPolicyMode', minor: 22 },
  { text: '.outlierLogPath', minor: 23 },
  { text: 'sidecar.istio.io/nativeSidecar', minor: 24 },
  { text: 'istio.io/reroute-virtual-interfaces', minor: 25 },
  { text: 'ENABLE_CLUSTER_TRUST_BUNDLE_API', minor: 26 },
  { text: '.NativeSidecars', minor: 27 },
  { text: '.seccompProfile', minor: 28 },
  { text: '.crlConfigMapName', minor: 29 },
  { text: 'otelResourceAttributes', minor: 30 },
  { text: '.ProxyInitImage', minor: 31 },
];

/** What later templates do not have any more. */
export const departures: readonly Mark[] = [
  { text: 'ENABLE_LEGACY_FSGROUP_INJECTION', minor: 18 },
  { text: '.Values.global.jwtPolicy', minor: 21 },
  { text: 'PILOT_ENABLE_INBOUND_PASSTHROUGH', minor: 21 },
  { text: '.Values.istio_cni', minor: 23 },
  { text: 'env "ENABLE_NATIVE_SIDECARS"', minor: 26 },
];

/** Minor versions of Istio 1.x, both included. */
export interface VersionRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The versions that a `sidecar` template can be of; undefined where nothing tells. In a template as Istio ships it all
 * marks up to its version are there, so that a missing one counts; one that people changed tells only by what it has.
 */
export function versionsOfTemplate(template: string): VersionRange | undefined {
  const has = ({ text }: Mark): boolean => template.includes(text);
  const seen = arrivals.filter(has);
  const from = seen.at(-1)?.minor;
  if (from === undefined) {
    return undefined;
  }
  const isWhole = seen.length === arrivals.filter(({ minor }) => minor <= from).length;
  const last = departures.filter(has).map(({ minor }) => minor);
  const to = Math.min(isWhole ? from : Number.POSITIVE_INFINITY, arrivals.at(-1)?.minor ?? from, ...last);
  return to < from ? undefined : { from, to };
}
