import { latestPerObject } from '../base/once-per-object.ts';
import { RefusedAnnotationError } from '../contract/errors.ts';
import { sortByBytes } from '../go/bytes.ts';
import { encodeGoJson } from '../go/encode-json.ts';
import { parseJson } from '../json/json-text.ts';
import { isObject, type JsonObject } from '../json/json-value.ts';
import { member, objectsOf, textAt } from '../json/member.ts';
import { replaceContainer } from '../kube/pod/containers.ts';
import { envOf, envVar } from '../kube/pod/env.ts';
import { annotationTexts, type Texts, withMetadata } from '../kube/pod/metadata.ts';
import { parseGoBool, parseGoInt } from './parse-bool.ts';
import type { ProtoMessage } from './proto/message.ts';
import { findSidecar } from './proxy-containers.ts';

/** The environment variable that tells the agent where the application's own metrics are. */
export const prometheusVariable = 'ISTIO_PROMETHEUS_ANNOTATIONS';
/** The annotation that switches the merging of metrics. */
export const mergeAnnotation = 'prometheus.istio.io/merge-metrics';
/** The annotation that names several places of the application's metrics. */
const targetsAnnotation = 'prometheus.istio.io/scrape-targets';
/** The annotation that tells where metrics can be read over mutual TLS. */
const securePortAnnotation = 'prometheus.istio.io/secure-port';

const secureVariable = 'ENVOY_SECURE_MERGED_METRICS_PORT';
const mergedPath = '/stats/prometheus';

/** Prometheus reads its annotations with every character but letters, digits and `_` taken for `_`. */
const keys = new Map<string, Key>([
  ['prometheus_io_scrape', 'scrape'],
  ['prometheus_io_path', 'path'],
  ['prometheus_io_port', 'port'],
  ['prometheus_istio_io_scrape_targets', 'targets'],
  ['prometheus_istio_io_secure_port', 'securePort'],
]);
type Key = Setting | 'securePort';
/** The spellings that are written. */
const names = {
  scrape: 'prometheus.io/scrape',
  path: 'prometheus.io/path',
  port: 'prometheus.io/port',
  targets: targetsAnnotation,
} as const;
const settings = ['scrape', 'path', 'port', 'targets'] as const satisfies readonly Setting[];
type Setting = keyof typeof names;

/** Ports that Istio's data plane uses itself, and what for. */
const reservedPorts = new Map<number, string>([
  [15000, 'Envoy admin'],
  [15001, 'outbound traffic capture'],
  [15004, 'pilot debug'],
  [15006, 'inbound traffic capture'],
  [15008, 'HBONE tunnel'],
  [15020, 'pilot-agent status and merged Prometheus metrics'],
  [15021, 'Envoy health'],
  [15053, 'DNS proxy'],
  [15090, 'Envoy Prometheus metrics, which are merged already'],
]);

/** One place of the application's metrics. */
export interface ScrapeTarget {
  readonly port: string;
  readonly path: string;
}

/** What the agent is given about the application's metrics. */
export interface ScrapeConfiguration {
  readonly scrape: string;
  readonly path: string;
  readonly port: string;
  /** Absent where the pod names none, or names them in a way that cannot be read. */
  readonly targets?: readonly ScrapeTarget[];
}

/** Whether metrics are merged: the pod's annotation decides, then the mesh, else yes. */
export function enablePrometheusMerge(mesh: ProtoMessage | undefined, annotations: Texts): boolean {
  return parseGoBool(annotations.get(mergeAnnotation) ?? '') ?? mesh?.wrappedFlag('enable_prometheus_merge') ?? true;
}

/** What the pod's annotations say about its metrics, in whatever spelling Prometheus takes. */
export function getPrometheusScrapeConfiguration(annotations: Texts, readsTargets = true): ScrapeConfiguration {
  const targets = readsTargets ? parseScrapeTargets(settingOf(annotations, 'targets') ?? '') : undefined;
  return {
    scrape: settingOf(annotations, 'scrape') ?? '',
    path: settingOf(annotations, 'path') ?? '',
    port: settingOf(annotations, 'port') ?? '',
    ...(targets === undefined || targets.length === 0 ? {} : { targets }),
  };
}

/** `PORT:PATH,…`, where the path may be missing; undefined where a port is. */
function parseScrapeTargets(text: string): readonly ScrapeTarget[] | undefined {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const targets = entries.map((entry) => {
    const at = entry.indexOf(':');
    const port = at < 0 ? entry : entry.slice(0, at).trim();
    return { port, path: (at < 0 ? '' : entry.slice(at + 1).trim()) || '/metrics' };
  });
  return targets.some(({ port }) => port === '') ? undefined : targets;
}

function settingOf(annotations: Texts, setting: Setting): string | undefined {
  const name = spellingsOf(annotations, setting).at(-1);
  return name === undefined ? undefined : annotations.get(name);
}

function spellingsOf(annotations: Texts, setting: Key): readonly string[] {
  return spellingsBySetting(annotations).get(setting) ?? [];
}

/** The pod's spellings of each setting, sorted: they are asked for several times. */
const spellingsBySetting = latestPerObject(findSpellings);

function findSpellings(annotations: Texts): ReadonlyMap<Key, readonly string[]> {
  // There may be very many of one setting.
  const found = new Map<Key, string[]>();
  for (const name of sortByBytes([...annotations.keys()].filter((each) => each.startsWith('prometheus')))) {
    const key = keys.get(name.replace(/[^a-zA-Z0-9_]/g, '_'));
    const same = key && found.get(key);
    if (same !== undefined) {
      same.push(name);
    } else if (key !== undefined) {
      found.set(key, [name]);
    }
  }
  return found;
}

/** Whether a spelling of the scrape annotation says no. */
function isScrapeOff(annotations: Texts): boolean {
  const said = spellingsOf(annotations, 'scrape').map((name) => parseGoBool(annotations.get(name) ?? ''));
  return said.find((value) => value !== undefined) === false;
}

/** What the merging of metrics depends on. */
export interface PrometheusOptions {
  readonly mesh: ProtoMessage | undefined;
  readonly statusPort: number;
  /** Whether ports that cannot be scraped are refused: it depends on the version of Istio. */
  readonly checksPorts?: boolean;
  /** Whether a pod may name several places of its metrics; otherwise that annotation stays as it is. */
  readonly readsTargets?: boolean;
}

/**
 * Has Prometheus scrape the agent, which adds the application's own metrics: the pod's annotations go into the
 * proxy's environment and are replaced. A pod that points at the agent already, or does not want to be scraped, stays
 * as it is.
 *
 * @throws RefusedAnnotationError for a port that is the agent's, or Istio's own.
 */
export function applyPrometheusMerge(pod: JsonObject, options: PrometheusOptions): JsonObject {
  const { mesh, statusPort, checksPorts = true, readsTargets = true } = options;
  const annotations = annotationTexts(pod);
  const agentPort = String(statusPort);
  if (isScrapeOff(annotations) || !enablePrometheusMerge(mesh, annotations)) {
    return pod;
  }
  if (settingOf(annotations, 'port') === agentPort) {
    return pod;
  }
  const scrape = getPrometheusScrapeConfiguration(annotations, readsTargets);
  if (checksPorts) {
    checkPorts(annotations, scrape, statusPort);
  }
  const own = { scrape: 'true', path: mergedPath, port: agentPort };
  return setAnnotations(tellAgent(pod, scrape), own, readsTargets);
}

function checkPorts(annotations: Texts, scrape: ScrapeConfiguration, statusPort: number): void {
  for (const { port } of scrape.targets ?? []) {
    checkPort({ annotation: targetsAnnotation, value: settingOf(annotations, 'targets') ?? '', port, statusPort });
  }
  if (scrape.targets === undefined && scrape.port !== '') {
    const annotation = spellingsOf(annotations, 'port').at(-1) ?? names.port;
    checkPort({ annotation, value: scrape.port, port: scrape.port, statusPort });
  }
}

interface PortCheck {
  readonly annotation: string;
  readonly value: string;
  readonly port: string;
  readonly statusPort: number;
}

function checkPort({ annotation, value, port, statusPort }: PortCheck): void {
  const reason = unusable(parseGoInt(port), statusPort);
  if (reason !== undefined) {
    throw new RefusedAnnotationError(annotation, value, `port ${port} ${reason}; name a port of the application`);
  }
}

function unusable(port: number | undefined, statusPort: number): string | undefined {
  if (port === undefined || port < 1 || port > 65535) {
    return 'is not between 1 and 65535';
  }
  if (port === statusPort) {
    return "is the agent's own";
  }
  const use = reservedPorts.get(port);
  return use === undefined ? undefined : `is reserved for Istio (${use}) and cannot be scraped`;
}

/** Adds the pod's own settings to the proxy's environment, if there are a proxy and settings. */
function tellAgent(pod: JsonObject, scrape: ScrapeConfiguration): JsonObject {
  const sidecar = findSidecar(pod);
  const isEmpty = scrape.scrape + scrape.path + scrape.port === '' && scrape.targets === undefined;
  if (sidecar === undefined || isEmpty) {
    return pod;
  }
  const variable = envVar(prometheusVariable, encodeScrape(withFirstTarget(scrape)));
  return replaceContainer(pod, sidecar, { ...sidecar, env: [...envOf(sidecar), variable] });
}

/** Older agents know a single port: the first target's, whatever else the pod names. */
function withFirstTarget(scrape: ScrapeConfiguration): ScrapeConfiguration {
  const first = scrape.targets?.[0];
  return first === undefined ? scrape : { ...scrape, port: first.port, path: first.path };
}

function encodeScrape({ scrape, path, port, targets }: ScrapeConfiguration): string {
  const list = (targets ?? []).map((item) => `{"port":${encodeGoJson(item.port)},"path":${encodeGoJson(item.path)}}`);
  const parts = [`"scrape":${encodeGoJson(scrape)}`, `"path":${encodeGoJson(path)}`, `"port":${encodeGoJson(port)}`];
  return `{${[...parts, ...(list.length === 0 ? [] : [`"targets":[${list.join(',')}]`])].join(',')}}`;
}

/** Replaces the annotations in all their spellings; an empty text removes one. */
function setAnnotations(
  pod: JsonObject,
  values: Readonly<Partial<Record<Setting, string>>>,
  setsTargets: boolean,
): JsonObject {
  const written = settings.filter((setting) => setsTargets || setting !== 'targets');
  const annotations = annotationTexts(pod);
  const changes: Record<string, string | null> = {};
  for (const setting of written) {
    for (const name of spellingsOf(annotations, setting)) {
      changes[name] = null;
    }
  }
  for (const setting of written) {
    changes[names[setting]] = values[setting] || null;
  }
  return withMetadata(pod, 'annotations', changes);
}

/** Gives a pod that was injected before its own Prometheus annotations back. */
export function restorePrometheus(
  pod: JsonObject,
  { mesh, statusPort, readsTargets = true }: PrometheusOptions,
): JsonObject {
  const annotations = annotationTexts(pod);
  const isMerged =
    enablePrometheusMerge(mesh, annotations) &&
    settingOf(annotations, 'port') === String(statusPort) &&
    settingOf(annotations, 'path') === mergedPath;
  if (!isMerged) {
    return pod;
  }
  const scrapeItem = envOf(findSidecar(pod) ?? {}).find((item) => textAt(item, 'name') === prometheusVariable);
  const own = decodeScrape(scrapeItem === undefined ? '{}' : textAt(scrapeItem, 'value'));
  const targets = objectsOf(member(own, 'targets'));
  const [first] = targets;
  // Port and path of the first target were set for older agents.
  const isDerived = first !== undefined && textAt(first, 'port') === textAt(own, 'port');
  const before = {
    scrape: textAt(own, 'scrape'),
    path: isDerived && textAt(first, 'path') === textAt(own, 'path') ? '' : textAt(own, 'path'),
    port: isDerived ? '' : textAt(own, 'port'),
    targets: targets.map((target) => `${textAt(target, 'port')}:${textAt(target, 'path')}`).join(','),
  };
  return setAnnotations(pod, before, readsTargets);
}

function decodeScrape(text: string): JsonObject {
  try {
    const json = parseJson(text);
    return isObject(json) ? json : {};
  } catch {
    return {};
  }
}

/** Annotates where metrics can be read over mutual TLS, from the proxy's environment; the user's annotation stays. */
export function applySecurePrometheusAnnotation(pod: JsonObject): JsonObject {
  const variables = envOf(findSidecar(pod) ?? {}).filter((item) => textAt(item, 'name') === secureVariable);
  const port = variables.map((item) => textAt(item, 'value')).find((value) => value !== '' && value !== '0');
  if (port === undefined || spellingsOf(annotationTexts(pod), 'securePort').length > 0) {
    return pod;
  }
  return withMetadata(pod, 'annotations', { [securePortAnnotation]: port });
}
