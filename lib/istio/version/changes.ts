import { assumedVersion, type IstioVersion, isTooNew, newestVersion } from './istio-version.ts';

/** A change of Istio's injector that shows on pods. */
interface Change {
  /** The first version of it from which on every later version has it. */
  readonly since: string;
  /** Patches of earlier minor versions that have it too. */
  readonly backports?: readonly string[];
}

/**
 * What changed between the versions of Istio's injector: one row a change, true from its version on. Found in the
 * sources of every release tag from 1.18.0 to 1.31.0 (`pkg/kube/inject`, `pkg/config/mesh`, `pkg/kube/util.go`,
 * `pilot/pkg/features`). The format of the status annotation did not change in that time.
 */
export const changes = {
  /** `toJson` in templates is sprig's. Before, it was Istio's `toJSON`, which takes a map of texts. */
  toJsonIsSprigs: { since: '1.19.0' },
  /** Probes of init containers are rewritten, too. */
  rewritesInitProbes: { since: '1.19.0' },
  /** A proxy may be an init container; all init containers are then part of the mesh. */
  ordersNativeSidecars: { since: '1.19.0' },
  /** Proxy headers of the mesh stay where the pod's annotation sets other ones. */
  mergesProxyHeaders: { since: '1.19.1' },
  /** A Pod of a file stands for its controller, as it does in the webhook. Before, for itself. */
  asksOwnerOfFilePod: { since: '1.21.0' },
  /** No tracing by default. Before, Zipkin at zipkin.istio-system:9411. */
  tracesNothingByDefault: { since: '1.22.0' },
  /** The mesh has an inbound traffic policy by default. */
  hasInboundPolicy: { since: '1.22.0' },
  /** `values.global.variant` chooses the flavour of the image. */
  readsVariant: { since: '1.22.0' },
  /** A ReplicaSet with Argo's template hash belongs to a Rollout. */
  knowsRollouts: { since: '1.22.0' },
  /** A Job of a CronJob belongs to batch/v1. Before, to batch/v1beta1. */
  cronJobsAreStable: { since: '1.22.0' },
  /** `.DeploymentMeta` is a name with a namespace. Before, the metadata of the pod under the workload's name. */
  ownerIsName: { since: '1.22.0' },
  /** Traffic capture follows the user of the pod's own `istio-proxy`. */
  adjustsProxyUser: { since: '1.23.0', backports: ['1.20.7', '1.21.3', '1.22.1'] },
  /** On OpenShift a user that the pod's own `istio-proxy` shares with the application is dropped. */
  dropsSharedUser: { since: '1.23.1' },
  /** Networks of Multus are compared and written with their namespace. */
  namespacesNetworks: { since: '1.25.1', backports: ['1.23.6', '1.24.4'] },
  /** HTTP and TCP lifecycle hooks are rewritten as probes are. Older proxies do not start with such hooks. */
  rewritesLifecycle: { since: '1.25.0' },
  /** `sidecar.istio.io/enableCoreDump` means nothing. Before, it had to be true or false. */
  ignoresCoreDump: { since: '1.25.0' },
  /** Only `true` and `false` decide about injection. Before, YAML's other words too, and anything else meant no. */
  asksExactly: { since: '1.27.0' },
  /** Native sidecars unless the installation says otherwise. */
  isNativeByDefault: { since: '1.27.0' },
  /** The user of the pod's own `istio-proxy` is compared with those of init containers, too. */
  comparesInitUsers: { since: '1.27.0' },
  /** Annotations on CPU and memory of the proxy must be quantities. */
  checksQuantities: { since: '1.29.0', backports: ['1.27.6', '1.28.4'] },
  /** Annotations that name network interfaces are checked. */
  checksInterfaces: { since: '1.30.0' },
  /** Ports to scrape must be numbers, and not Istio's own. */
  checksScrapePorts: { since: '1.31.0' },
  /** A pod may name several places of its metrics. */
  readsScrapeTargets: { since: '1.31.0' },
  /** `prometheus.istio.io/secure-port` is written. */
  tellsSecurePort: { since: '1.31.0' },
  /** A ProxyConfig whose image has no type leaves the flavour to `values.global.variant`. */
  variantFillsImageType: { since: '1.31.0' },
} as const satisfies Readonly<Record<string, Change>>;

type ChangeName = keyof typeof changes;

/** Which changes a version has. */
export type IstioFacts = { readonly [Name in ChangeName]: boolean };

/** The facts of a version; those of the newest row for a newer one. Resolve them once, where a behaviour is made. */
export function factsOf(version: IstioVersion): IstioFacts {
  const known = isTooNew(version) ? newestVersion : version;
  return mapChanges((change) => hasChange(known, change));
}

/** The facts where nobody says a version. */
export const assumedFacts: IstioFacts = factsOf(assumedVersion);

/** Names of the changes that tell two versions apart. */
export function differingFacts(a: IstioVersion, b: IstioVersion): readonly string[] {
  const [one, other] = [factsOf(a), factsOf(b)];
  return Object.keys(changes).filter((name) => isChange(name) && one[name] !== other[name]);
}

/** The patch of a minor version that last changed something; 0 where all its patches behave alike. */
export function lastChangingPatch({ minor }: IstioVersion): number {
  const parts = Object.values(changes).flatMap(({ since, backports = [] }: Change) =>
    [since, ...backports].map(partsOf),
  );
  return Math.max(0, ...parts.filter((part) => part.minor === minor).map(({ patch }) => patch));
}

function isChange(name: string): name is ChangeName {
  return Object.hasOwn(changes, name);
}

function mapChanges(look: (change: Change) => boolean): IstioFacts {
  return decodeFacts(Object.fromEntries(Object.entries(changes).map(([name, change]) => [name, look(change)])));
}

function decodeFacts(facts: Readonly<Record<string, boolean>>): IstioFacts {
  return facts as IstioFacts;
}

/** A version without a patch is the newest patch of its minor version. */
function hasChange({ minor, patch = Number.POSITIVE_INFINITY }: IstioVersion, change: Change): boolean {
  const { since, backports = [] }: Change = change;
  const first = partsOf(since);
  const isPorted = backports.map(partsOf).some((part) => part.minor === minor && patch >= part.patch);
  return isPorted || minor > first.minor || (minor === first.minor && patch >= first.patch);
}

function partsOf(version: string): { readonly minor: number; readonly patch: number } {
  const [, minor = 0, patch = 0] = version.split('.').map(Number);
  return { minor, patch };
}
