import { BoundedCache } from '../base/bounded-cache.ts';
import type { Behaviour, Stage, StageContext } from '../contract/behaviour.ts';
import type { Injection } from '../contract/injection.ts';
import type { JsonObject, JsonValue } from '../json/json-value.ts';
import { textAt } from '../json/member.ts';
import { replaceContainer } from '../kube/pod/containers.ts';
import { envOf } from '../kube/pod/env.ts';
import { annotationTexts, labelTexts } from '../kube/pod/metadata.ts';
import { proxyEnvs } from './address-env.ts';
import { validateAnnotations } from './annotation-rules.ts';
import {
  decodeProbers,
  dumpAppProbers,
  mergeOrAppendProbers,
  probersVariable,
  restoreAppProbes,
  rewriteAppProbes,
  shouldRewriteAppHttpProbers,
} from './app-probes.ts';
import { orderContainers } from './container-order.ts';
import { decodeMeshConfig, defaultProxyConfig } from './mesh-config.ts';
import { dropSharedUser } from './openshift.ts';
import { applyPrometheusMerge, applySecurePrometheusAnnotation, restorePrometheus } from './prometheus.ts';
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

/** What turns Istio's behaviour on. */
export interface MeshBehaviourOptions {
  /**
   * The `mesh` parameter, decoded from YAML: laid over Istio's defaults. Null (an empty parameter) means the defaults;
   * undefined a mesh in which every setting is zero, as Istio's own tests have it.
   */
  readonly mesh: JsonValue | undefined;
  /** The documents of the `proxyconfigs` parameter, decoded from YAML: ProxyConfig resources. */
  readonly proxyConfigs?: readonly JsonValue[];
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
export function createMeshBehaviour({ mesh, proxyConfigs = [] }: MeshBehaviourOptions): Behaviour {
  const sources: ProxyConfigSources = {
    mesh: mesh === undefined ? undefined : decodeMeshConfig(mesh),
    resources: decodeProxyConfigs(proxyConfigs),
  };
  const meshDataOf = meshDataFrom(sources);
  const prometheus = { mesh: sources.mesh, statusPort: statusPortOf(sources.mesh) };
  return {
    validate: ({ pod }) => validateAnnotations(annotationTexts(pod)),
    prepare: ({ pod, settings, workload }) =>
      settings.platform === 'openshift' && workload === null ? dropSharedUser(pod) : pod,
    templateData: (injection, { keepsData = false } = {}) =>
      templateData({ injection, meshData: meshDataOf(injection), keepsData }),
    stages: meshStages(meshDataOf),
    undo: (pod) => restorePrometheus(undoProbes(pod), prometheus),
    ownContainers,
    keepsRecord: false,
  };
}

type MeshDataOf = (injection: Injection) => PodMeshData;

/** What the mesh means for a pod. */
interface PodMeshData extends MeshData {
  /** Whether the mesh or the annotation has the application wait for the proxy; an explicit `false` counts. */
  readonly holdsApplication: boolean;
}

/** The mesh and the proxy's configuration for a pod, remembered by all that they follow from. */
function meshDataFrom(sources: ProxyConfigSources): MeshDataOf {
  const recent = new BoundedCache<PodMeshData>({ maxEntries: 500, maxCharacters: 1_000_000 });
  return (injection) => recent.getOrMake(keyOf(injection, sources), () => makeMeshData(injection, sources));
}

function keyOf({ pod, namespace, workload }: Injection, { resources }: ProxyConfigSources): string {
  const annotation = annotationTexts(pod).get(proxyConfigAnnotation) ?? null;
  if (resources.length === 0 || workload !== null) {
    return JSON.stringify([workload === null, annotation]);
  }
  return JSON.stringify([namespaceOf(pod, namespace), annotation, [...labelTexts(pod)]]);
}

function makeMeshData({ pod, namespace, workload }: Injection, sources: ProxyConfigSources): PodMeshData {
  const annotated = annotatedMesh(pod, sources.mesh);
  const proxy = annotated?.message('default_config');
  const holdsApplication = proxy?.wrappedFlag('hold_application_until_proxy_starts') === true;
  if (workload !== null) {
    return { mesh: annotated, proxyConfig: proxy ?? defaultProxyConfig(), holdsApplication };
  }
  const proxyConfig = effectiveProxyConfig(pod, namespaceOf(pod, namespace), sources);
  return { mesh: sources.mesh, proxyConfig, holdsApplication };
}

function meshStages(meshDataOf: MeshDataOf): readonly Stage[] {
  const envs = ({ injection }: StageContext) => proxyEnvs(injection);
  return [
    {
      name: 'proxy-user',
      apply: (pod, { injection }) =>
        adjustProxyUser(pod, { original: injection.pod, proxyConfig: meshDataOf(injection).proxyConfig }),
    },
    { name: 'cluster-and-network', apply: (pod, context) => setProxyEnv(pod, envs(context)) },
    {
      name: 'prometheus-merge',
      apply: (pod, { injection }) => {
        const { mesh } = meshDataOf(injection);
        return applyPrometheusMerge(pod, { mesh, statusPort: statusPortOf(mesh) });
      },
    },
    { name: 'secure-metrics-port', apply: applySecurePrometheusAnnotation },
    { name: 'app-probes', apply: (pod, { injection }) => takeOverProbes(pod, injection, meshDataOf(injection)) },
    { name: 'network-label', apply: (pod, context) => labelNetwork(pod, envs(context)) },
    {
      name: 'container-order',
      apply: (pod, { injection }) =>
        orderContainers(pod, meshDataOf(injection).holdsApplication || isHeldByValues(injection)),
    },
  ];
}

function takeOverProbes(pod: JsonObject, { values }: Injection, { mesh }: MeshData): JsonObject {
  const annotations = annotationTexts(pod);
  const sidecar = findSidecar(pod);
  const setting = flagOf(values, 'sidecarInjectorWebhook', 'rewriteAppHTTPProbe');
  if (sidecar === undefined || !shouldRewriteAppHttpProbers(annotations, setting)) {
    return pod;
  }
  const port = statusPortOf(mesh);
  const probers = dumpAppProbers(pod, port);
  const env = envOf(sidecar);
  const told =
    probers === ''
      ? pod
      : replaceContainer(pod, sidecar, {
          ...sidecar,
          env: mergeOrAppendProbers(annotations.has(statusAnnotation), env, probers),
        });
  return rewriteAppProbes(told, port);
}

function undoProbes(pod: JsonObject): JsonObject {
  const told = envOf(findSidecar(pod) ?? {}).find((item) => textAt(item, 'name') === probersVariable);
  const probers = told === undefined ? undefined : decodeProbers(textAt(told, 'value'));
  return probers === undefined ? pod : restoreAppProbes(pod, probers);
}

function isHeldByValues({ values }: Injection): boolean {
  return flagOf(values, 'global', 'proxy', 'holdApplicationUntilProxyStarts');
}

function statusPortOf(mesh: ProtoMessage | undefined): number {
  return mesh?.message('default_config')?.number('status_port') ?? 0;
}
