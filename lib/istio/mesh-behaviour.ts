import { BoundedCache } from '../base/bounded-cache.ts';
import type { Behaviour, Stage, StageContext } from '../contract/behaviour.ts';
import type { Injection } from '../contract/injection.ts';
import type { JsonObject, JsonValue } from '../json/json-value.ts';
import { textAt } from '../json/member.ts';
import { replaceContainer } from '../kube/pod/containers.ts';
import { envOf } from '../kube/pod/env.ts';
import { annotationOf, annotationTexts, labelOf } from '../kube/pod/metadata.ts';
import { proxyEnvs } from './address-env.ts';
import { annotationRulesOf, validateAnnotations } from './annotation-rules.ts';
import {
  appProbers,
  decodeProbers,
  mergeOrAppendProbers,
  type ProbeCoverage,
  probersVariable,
  restoreAppProbes,
  rewriteAppProbes,
  shouldRewriteAppHttpProbers,
} from './app-probes.ts';
import { orderContainers } from './container-order.ts';
import { decodeMeshConfig, defaultProxyConfig } from './mesh-config.ts';
import { dropSharedUser } from './openshift.ts';
import { overrideKindOf } from './override-annotations.ts';
import { ownVariables } from './own-variables.ts';
import {
  applyPrometheusMerge,
  applySecurePrometheusAnnotation,
  type PrometheusOptions,
  prometheusVariable,
  restorePrometheus,
} from './prometheus.ts';
import type { ProtoMessage } from './proto/message.ts';
import {
  annotatedMesh,
  decodeProxyConfigs,
  effectiveProxyConfig,
  type ProxyConfigSources,
  proxyConfigAnnotation,
} from './proxy-config.ts';
import {
  coreDumpContainer,
  findSidecar,
  initContainer,
  proxyContainer,
  validationContainer,
} from './proxy-containers.ts';
import { labelNetwork, setProxyEnv } from './proxy-env.ts';
import { adjustProxyUser } from './proxy-user.ts';
import { flagOf, type MeshData, namespaceOf, templateData } from './template-data.ts';
import { typicalPods } from './typical-pods.ts';
import { assumedFacts, type IstioFacts } from './version/changes.ts';

/** What turns Istio's behaviour on. */
export interface MeshBehaviourOptions {
  /**
   * The `mesh` parameter, decoded from YAML: laid over Istio's defaults. Null (an empty parameter) means the defaults;
   * undefined a mesh in which every setting is zero, as Istio's own tests have it.
   */
  readonly mesh: JsonValue | undefined;
  /** The documents of the `proxyconfigs` parameter, decoded from YAML: ProxyConfig resources. */
  readonly proxyConfigs?: readonly JsonValue[];
  /** What the version of Istio does; the assumed version's where nobody says one. */
  readonly facts?: IstioFacts;
}

const statusAnnotation = 'sidecar.istio.io/status';
const ownContainers: ReadonlySet<string> = new Set([
  proxyContainer,
  initContainer,
  validationContainer,
  coreDumpContainer,
]);

/**
 * What Istio's injector does around the shared pipeline: its template data, its rules for annotations, and what it
 * does to the merged pod, in its order.
 *
 * @throws IstioError where the mesh configuration or a ProxyConfig resource cannot be used.
 */
export function createMeshBehaviour(options: MeshBehaviourOptions): Behaviour {
  const { mesh, proxyConfigs = [], facts = assumedFacts } = options;
  const sources: ProxyConfigSources = {
    mesh: mesh === undefined ? undefined : decodeMeshConfig(mesh, facts),
    resources: decodeProxyConfigs(proxyConfigs),
    facts,
  };
  const rules = annotationRulesOf(facts);
  const meshDataOf = meshDataFrom(sources);
  const prometheus = prometheusOptions(sources.mesh, facts);
  return {
    validate: ({ pod }) => validateAnnotations(annotationTexts(pod), rules),
    prepare: ({ pod, settings, workload }) =>
      settings.platform === 'openshift' && workload === null && facts.dropsSharedUser
        ? dropSharedUser(pod, facts.comparesInitUsers)
        : pod,
    templateData: (injection, { keepsData = false } = {}) =>
      templateData({ injection, meshData: meshDataOf(injection), keepsData, facts }),
    stages: meshStages(meshDataOf, facts),
    undo: (pod) => undoStages(pod, prometheus),
    ownContainers,
    overrideOf: overrideKindOf,
    typicalPods,
    keepsRecord: false,
  };
}

type MeshDataOf = (injection: Injection) => PodMeshData;

/** What the mesh means for a pod. */
interface PodMeshData extends MeshData {
  /** Whether the mesh or the annotation has the application wait for the proxy; an explicit `false` counts. */
  readonly holdsApplication: boolean;
}

/** The mesh and the proxy's configuration for a pod, remembered by all that they follow from; stages ask again. */
function meshDataFrom(sources: ProxyConfigSources): MeshDataOf {
  const recent = new BoundedCache<PodMeshData>({ maxEntries: 500, maxCharacters: 1_000_000 });
  let last: { readonly injection: Injection; readonly data: PodMeshData } | undefined;
  const asked = new Set(sources.resources.flatMap(({ matchLabels }) => [...(matchLabels ?? new Map()).keys()]));
  return (injection) => {
    if (last?.injection !== injection) {
      const data = recent.getOrMake(keyOf(injection, sources, asked), () => makeMeshData(injection, sources));
      last = { injection, data };
    }
    return last.data;
  };
}

/** @param asked names of the labels by which resources choose */
function keyOf(
  { pod, namespace, workload }: Injection,
  { resources }: ProxyConfigSources,
  asked: ReadonlySet<string>,
): string {
  const annotation = annotationOf(pod, proxyConfigAnnotation) ?? null;
  if (resources.length === 0 || workload !== null) {
    return `${workload === null}${annotation === null ? '' : ` ${annotation}`}`;
  }
  const labels = [...asked].map((name) => labelOf(pod, name) ?? null);
  return JSON.stringify([namespaceOf(pod, namespace), annotation, labels]);
}

function makeMeshData({ pod, namespace, workload }: Injection, sources: ProxyConfigSources): PodMeshData {
  const annotated = annotatedMesh(pod, sources);
  const proxy = annotated?.message('default_config');
  const holdsApplication = proxy?.wrappedFlag('hold_application_until_proxy_starts') === true;
  if (workload !== null) {
    return { mesh: annotated, proxyConfig: proxy ?? defaultProxyConfig(sources.facts), holdsApplication };
  }
  const proxyConfig = effectiveProxyConfig(pod, namespaceOf(pod, namespace), sources);
  return { mesh: sources.mesh, proxyConfig, holdsApplication };
}

function meshStages(meshDataOf: MeshDataOf, facts: IstioFacts): readonly Stage[] {
  const envs = ({ injection }: StageContext) => proxyEnvs(injection);
  const coverage = { initContainers: facts.rewritesInitProbes, lifecycle: facts.rewritesLifecycle };
  const proxyUser: Stage = {
    name: 'proxy-user',
    apply: (pod, { injection }) =>
      adjustProxyUser(pod, { original: injection.pod, proxyConfig: meshDataOf(injection).proxyConfig }),
  };
  return [
    ...(facts.adjustsProxyUser ? [proxyUser] : []),
    { name: 'cluster-and-network', apply: (pod, context) => setProxyEnv(pod, envs(context)) },
    {
      name: 'prometheus-merge',
      apply: (pod, { injection }) => applyPrometheusMerge(pod, prometheusOptions(meshDataOf(injection).mesh, facts)),
    },
    ...(facts.tellsSecurePort ? [{ name: 'secure-metrics-port', apply: applySecurePrometheusAnnotation }] : []),
    {
      name: 'app-probes',
      apply: (pod, { injection }) => takeOverProbes(pod, injection, { ...meshDataOf(injection), coverage }),
    },
    { name: 'network-label', apply: (pod, context) => labelNetwork(pod, envs(context)) },
    {
      name: 'container-order',
      apply: (pod, { injection }) =>
        orderContainers(pod, {
          holdsApplication: meshDataOf(injection).holdsApplication || isHeldByValues(injection),
          isNativeKnown: facts.ordersNativeSidecars,
        }),
    },
  ];
}

function prometheusOptions(mesh: ProtoMessage | undefined, facts: IstioFacts): PrometheusOptions {
  const { checksScrapePorts: checksPorts, readsScrapeTargets: readsTargets } = facts;
  return { mesh, statusPort: statusPortOf(mesh), checksPorts, readsTargets };
}

interface ProbeSources extends MeshData {
  readonly coverage: ProbeCoverage;
}

function takeOverProbes(pod: JsonObject, { values }: Injection, { mesh, coverage }: ProbeSources): JsonObject {
  const annotations = annotationTexts(pod);
  const sidecar = findSidecar(pod);
  const setting = flagOf(values, 'sidecarInjectorWebhook', 'rewriteAppHTTPProbe');
  if (sidecar === undefined || !shouldRewriteAppHttpProbers(annotations, setting)) {
    return pod;
  }
  const port = statusPortOf(mesh);
  const probers = appProbers(pod, port, coverage);
  const env = envOf(sidecar);
  const probersItem =
    probers.size === 0
      ? pod
      : replaceContainer(pod, sidecar, {
          ...sidecar,
          env: mergeOrAppendProbers(annotations.get(statusAnnotation) !== undefined, env, probers),
        });
  return rewriteAppProbes(probersItem, port, coverage);
}

/** A variable that the pod's author set on the proxy is no trace of ours. */
function undoStages(pod: JsonObject, options: PrometheusOptions): JsonObject {
  const own = ownVariables(pod);
  const probed = own.has(probersVariable) ? pod : undoProbes(pod);
  return own.has(prometheusVariable) ? probed : restorePrometheus(probed, options);
}

function undoProbes(pod: JsonObject): JsonObject {
  const probersItem = envOf(findSidecar(pod) ?? {}).find((item) => textAt(item, 'name') === probersVariable);
  const probers = probersItem === undefined ? undefined : decodeProbers(textAt(probersItem, 'value'));
  return probers === undefined ? pod : restoreAppProbes(pod, probers);
}

function isHeldByValues({ values }: Injection): boolean {
  return flagOf(values, 'global', 'proxy', 'holdApplicationUntilProxyStarts');
}

function statusPortOf(mesh: ProtoMessage | undefined): number {
  return mesh?.message('default_config')?.number('status_port') ?? 0;
}
