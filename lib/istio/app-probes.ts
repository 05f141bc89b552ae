import { sortByBytes } from '../go/bytes.ts';
import { encodeGoJson } from '../go/encode-json.ts';
import { parseJson } from '../json/json-text.ts';
import { isObject, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { member, objectAt, objectsOf, textAt } from '../json/member.ts';
import { containerLists, itemsOf, withItems } from '../kube/pod/containers.ts';
import { envVar } from '../kube/pod/env.ts';
import { annotationOf, type Texts } from '../kube/pod/metadata.ts';
import { typedValue } from '../kube/typed-pod.ts';
import { parseGoBool, parseGoInt } from './parse-bool.ts';
import { proxyContainer } from './proxy-containers.ts';

/** The environment variable that tells the agent how the application really wants to be probed. */
export const probersVariable = 'ISTIO_KUBE_APP_PROBERS';
/** The annotation that switches the rewriting of probes. */
const rewriteAnnotation = 'sidecar.istio.io/rewriteAppHTTPProbers';
/** The annotation that moves the agent's status port for the rewritten probes. */
export const statusPortAnnotation = 'status.sidecar.istio.io/port';

interface Slot {
  readonly field: string;
  /** Whether it stands in `lifecycle`, where gRPC is unknown and no timeout is set. */
  readonly isLifecycle: boolean;
  readonly url: (container: string) => string;
}

const slots: readonly Slot[] = [
  { field: 'readinessProbe', isLifecycle: false, url: (name) => `/app-health/${name}/readyz` },
  { field: 'livenessProbe', isLifecycle: false, url: (name) => `/app-health/${name}/livez` },
  { field: 'startupProbe', isLifecycle: false, url: (name) => `/app-health/${name}/startupz` },
  { field: 'preStop', isLifecycle: true, url: (name) => `/app-lifecycle/${name}/prestopz` },
  { field: 'postStart', isLifecycle: true, url: (name) => `/app-lifecycle/${name}/poststartz` },
];

/** Which handlers the agent takes over: it depends on the version of Istio. */
export interface ProbeCoverage {
  readonly initContainers: boolean;
  readonly lifecycle: boolean;
}

const everything: ProbeCoverage = { initContainers: true, lifecycle: true };

function coveredSlots({ lifecycle }: ProbeCoverage): readonly Slot[] {
  return lifecycle ? slots : slots.filter(({ isLifecycle }) => !isLifecycle);
}

/** Handlers that the agent can take over, in the order in which they count, with their Go types. */
const handlers = [
  ['httpGet', 'v1.HTTPGetAction'],
  ['tcpSocket', 'v1.TCPSocketAction'],
  ['grpc', 'v1.GRPCAction'],
] as const;
type Handler = (typeof handlers)[number][0];

/** Whether the application's probes are rewritten: the annotation decides, else the setting. */
export function shouldRewriteAppHttpProbers(annotations: Texts, setting: boolean): boolean {
  return parseGoBool(annotations.get(rewriteAnnotation) ?? '') ?? setting;
}

/** How the application really wants to be probed, by the URL under which the agent answers. */
export type Probers = ReadonlyMap<string, JsonObject>;

/**
 * The probers of all containers but the proxy (Istio's DumpAppProbers). A probe on an unknown named port, and one that
 * already points at the agent (`agentPort`), have none.
 */
export function appProbers(pod: JsonObject, agentPort: number, coverage: ProbeCoverage = everything): Probers {
  const probers = new Map<string, JsonObject>();
  const initContainers = coverage.initContainers ? itemsOf(pod, 'initContainers') : [];
  const covered = coveredSlots(coverage);
  for (const container of [...initContainers, ...itemsOf(pod, 'containers')]) {
    for (const slot of textAt(container, 'name') === proxyContainer ? [] : covered) {
      const prober = proberOf(container, slot, agentPort);
      if (prober !== undefined) {
        probers.set(slot.url(textAt(container, 'name')), prober);
      }
    }
  }
  return probers;
}

function proberOf(container: JsonObject, slot: Slot, agentPort: number): JsonObject | undefined {
  const probe = probeIn(container, slot);
  const handler = probe === undefined ? undefined : handlerOf(probe, slot);
  if (probe === undefined || handler === undefined) {
    return undefined;
  }
  const given = objectAt(probe, handler);
  const action = handler === 'grpc' ? given : resolvePort(container, given, agentPort);
  const timeout = slot.isLifecycle ? undefined : member(probe, 'timeoutSeconds');
  return action === undefined
    ? undefined
    : { [handler]: action, ...(timeout === undefined ? {} : { timeoutSeconds: timeout }) };
}

/** An action with the number of a port that it names; undefined where there is none, or it is the agent's own. */
function resolvePort(container: JsonObject, action: JsonObject, agentPort: number): JsonObject | undefined {
  const port = member(action, 'port');
  if (typeof port !== 'string') {
    return port === agentPort ? undefined : action;
  }
  const named = objectsOf(member(container, 'ports')).findLast((item) => port !== '' && textAt(item, 'name') === port);
  return named === undefined ? undefined : { ...action, port: member(named, 'containerPort') ?? 0 };
}

function probeIn(container: JsonObject, slot: Slot): JsonObject | undefined {
  const probe = member(slot.isLifecycle ? objectAt(container, 'lifecycle') : container, slot.field);
  return isObject(probe) ? probe : undefined;
}

function handlerOf(probe: JsonObject, slot: Slot): Handler | undefined {
  const found = handlers.find(([name]) => isObject(member(probe, name)))?.[0];
  return found === 'grpc' && slot.isLifecycle ? undefined : found;
}

/** The text of `ISTIO_KUBE_APP_PROBERS`, in the order of Go's encoder: sorted by URL, fields as the structs declare them. */
export function encodeProbers(probers: Probers): string {
  const entries = sortByBytes(probers.keys()).map(
    (url) => `${encodeGoJson(url)}:${encodeProber(probers.get(url) ?? {})}`,
  );
  return `{${entries.join(',')}}`;
}

function encodeProber(prober: JsonObject): string {
  const parts: string[] = [];
  for (const [name, type] of handlers) {
    const action = member(prober, name);
    if (isObject(action)) {
      parts.push(`"${name}":${encodeGoJson(typedValue(type, action))}`);
    }
  }
  const timeout = member(prober, 'timeoutSeconds') ?? 0;
  if (timeout !== 0) {
    parts.push(`"timeoutSeconds":${String(timeout)}`);
  }
  return `{${parts.join(',')}}`;
}

/**
 * The proxy's environment with the probers: appended; on a pod that was injected before, merged into those that stand
 * there, which win.
 */
export function mergeOrAppendProbers(
  previouslyInjected: boolean,
  env: readonly JsonObject[],
  probers: Probers,
): readonly JsonObject[] {
  const existing = previouslyInjected ? env.find((item) => textAt(item, 'name') === probersVariable) : undefined;
  if (existing === undefined) {
    return [...env, envVar(probersVariable, encodeProbers(probers))];
  }
  const before = decodeProbers(textAt(existing, 'value'));
  if (before === undefined) {
    return env;
  }
  const merged = envVar(probersVariable, encodeProbers(new Map([...probers, ...before])));
  return env.map((item) => (item === existing ? merged : item));
}

/** The probers of `ISTIO_KUBE_APP_PROBERS` by URL; undefined for a text that is none. */
export function decodeProbers(text: string): Probers | undefined {
  const json = parseOrNull(text);
  if (!isObject(json)) {
    return undefined;
  }
  const probers = new Map<string, JsonObject>();
  for (const [url, prober] of Object.entries(json)) {
    if (isObject(prober)) {
      probers.set(url, prober);
    }
  }
  return probers;
}

function parseOrNull(text: string): JsonValue {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}

/**
 * Points the probes and lifecycle handlers of all containers but the proxy at the agent, over plain HTTP:
 * on `agentPort`, or where the annotation `status.sidecar.istio.io/port` says.
 */
export function rewriteAppProbes(pod: JsonObject, agentPort: number, coverage: ProbeCoverage = everything): JsonObject {
  const annotated = annotationOf(pod, statusPortAnnotation);
  const port = annotated === undefined ? agentPort : (parseGoInt(annotated) ?? 0);
  return mapProbes(pod, coverage, (probe, slot, name) => {
    const handler = handlerOf(probe, slot);
    return handler === undefined ? probe : rewriteProbe(probe, handler, { port, path: slot.url(name) });
  });
}

function rewriteProbe(probe: JsonObject, handler: Handler, target: JsonObject): JsonObject {
  if (handler !== 'httpGet') {
    const { [handler]: _taken, ...rest } = probe;
    return { ...rest, httpGet: target };
  }
  const action = objectAt(probe, 'httpGet');
  const scheme = action.scheme === 'HTTPS' ? { scheme: 'HTTP' } : {};
  return { ...probe, httpGet: { ...action, ...target, ...scheme } };
}

/** Gives the probes of an earlier injection back what the agent was given for them. */
export function restoreAppProbes(pod: JsonObject, probers: Probers): JsonObject {
  return mapProbes(pod, everything, (probe, slot, name) => {
    const url = slot.url(name);
    const prober = probers.get(url);
    if (prober === undefined || textAt(objectAt(probe, 'httpGet'), 'path') !== url) {
      return probe;
    }
    const { httpGet: _rewritten, ...rest } = probe;
    const { timeoutSeconds: _timeout, ...action } = prober;
    return { ...rest, ...action };
  });
}

type ProbeMap = (probe: JsonObject, slot: Slot, container: string) => JsonObject;

function mapProbes(pod: JsonObject, coverage: ProbeCoverage, change: ProbeMap): JsonObject {
  const covered = coveredSlots(coverage);
  let changed = pod;
  for (const field of containerLists) {
    if (field === 'initContainers' && !coverage.initContainers) {
      continue;
    }
    const before = itemsOf(changed, field);
    const after = before.map((container) => mapContainer(container, covered, change));
    changed = after.some((container, index) => container !== before[index])
      ? withItems(changed, field, after)
      : changed;
  }
  return changed;
}

function mapContainer(container: JsonObject, covered: readonly Slot[], change: ProbeMap): JsonObject {
  const name = textAt(container, 'name');
  let changed = container;
  for (const slot of name === proxyContainer ? [] : covered) {
    const probe = probeIn(changed, slot);
    const after = probe === undefined ? undefined : change(probe, slot, name);
    if (after !== undefined && after !== probe) {
      changed = withProbe(changed, slot, after);
    }
  }
  return changed;
}

function withProbe(container: JsonObject, slot: Slot, probe: JsonValue): JsonObject {
  return slot.isLifecycle
    ? { ...container, lifecycle: { ...objectAt(container, 'lifecycle'), [slot.field]: probe } }
    : { ...container, [slot.field]: probe };
}
