import { oncePerObject } from '../base/once-per-object.ts';
import { isObject, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { member } from '../json/member.ts';
import { IstioError } from './errors.ts';
import { decodeProtoJson, emptyMessage } from './proto/decode-json.ts';
import { ProtoError } from './proto/errors.ts';
import type { ProtoMessage } from './proto/message.ts';
import { proxyConfigProblems } from './proxy-config-rules.ts';
import { assumedFacts, type IstioFacts } from './version/changes.ts';

/** What Istio assumes of a proxy (mesh.DefaultProxyConfig). */
const defaultProxyJson = {
  configPath: './etc/istio/proxy',
  serviceCluster: 'istio-proxy',
  drainDuration: '45s',
  terminationDrainDuration: '5s',
  proxyAdminPort: 15000,
  controlPlaneAuthPolicy: 'MUTUAL_TLS',
  discoveryAddress: 'istiod.istio-system.svc:15012',
  binaryPath: '/usr/local/bin/envoy',
  statNameLength: 189,
  statusPort: 15020,
} as const satisfies JsonObject;

/** What Istio assumes of a mesh (mesh.DefaultMeshConfig), but for `defaultConfig`. */
const defaultMeshJson = {
  enableTracing: true,
  protocolDetectionTimeout: '0s',
  ingressService: 'istio-ingressgateway',
  ingressControllerMode: 'STRICT',
  ingressClass: 'istio',
  trustDomain: 'cluster.local',
  enableAutoMtls: true,
  outboundTrafficPolicy: { mode: 'ALLOW_ANY' },
  inboundTrafficPolicy: { mode: 'PASSTHROUGH' },
  localityLbSetting: { enabled: true },
  rootNamespace: 'istio-system',
  proxyListenPort: 15001,
  proxyInboundListenPort: 15006,
  connectTimeout: '10s',
  defaultServiceExportTo: ['*'],
  defaultVirtualServiceExportTo: ['*'],
  defaultDestinationRuleExportTo: ['*'],
  dnsRefreshRate: '60s',
  enablePrometheusMerge: true,
  defaultProviders: {},
  extensionProviders: [
    { name: 'prometheus', prometheus: {} },
    { name: 'stackdriver', stackdriver: {} },
    { name: 'envoy', envoyFileAccessLog: { path: '/dev/stdout' } },
  ],
} as const satisfies JsonObject;

/** Headers that an overlay keeps where it does not set them; the others go with it. */
const mergedHeaders = [
  'forwarded_client_cert',
  'request_id',
  'attempt_count',
  'server',
  'envoy_debug_headers',
] as const;

/** What Istio assumed of a proxy until it traced nothing by default. */
const defaultTracing = { tracing: { zipkin: { address: 'zipkin.istio-system:9411' } } } as const satisfies JsonObject;

interface Defaults {
  readonly proxy: ProtoMessage;
  readonly mesh: ProtoMessage;
}

/** Istio's default ProxyConfig. */
export function defaultProxyConfig(facts: IstioFacts = assumedFacts): ProtoMessage {
  return defaultsOf(facts).proxy;
}

/** Istio's default MeshConfig. */
export function defaultMeshConfig(facts: IstioFacts = assumedFacts): ProtoMessage {
  return defaultsOf(facts).mesh;
}

const defaultsOf = oncePerObject(makeDefaults);

function makeDefaults({ tracesNothingByDefault, hasInboundPolicy }: IstioFacts): Defaults {
  const proxyJson = { ...defaultProxyJson, ...(tracesNothingByDefault ? {} : defaultTracing) };
  const { inboundTrafficPolicy, ...earlierJson } = defaultMeshJson;
  const meshJson = hasInboundPolicy ? { ...earlierJson, inboundTrafficPolicy } : earlierJson;
  const proxy = decodeProtoJson(emptyMessage('istio.mesh.v1alpha1.ProxyConfig'), proxyJson);
  const mesh = decodeProtoJson(emptyMessage('istio.mesh.v1alpha1.MeshConfig'), meshJson);
  return { proxy, mesh: mesh.with('default_config', proxy) };
}

/**
 * The mesh configuration that the decoded `mesh` parameter asks for, over Istio's defaults: fields replace, but
 * `defaultConfig` and `defaultProviders` are laid over the defaults field by field, proxy metadata is merged, and
 * extension providers replace those of the same name (mesh.ApplyMeshConfig).
 *
 * @throws IstioError (`mesh-invalid`) with the path of what does not fit.
 */
export function decodeMeshConfig(json: JsonValue, facts: IstioFacts = assumedFacts): ProtoMessage {
  if (json !== null && !isObject(json)) {
    throw new IstioError('mesh-invalid', 'the mesh configuration must be a YAML mapping, such as `defaultConfig: {…}`');
  }
  const mesh = attempt(() => applyMesh(json ?? {}, facts));
  const problems = meshProblems(mesh);
  if (problems.length > 0) {
    throw new IstioError('mesh-invalid', `mesh configuration: ${problems.join('; ')}`);
  }
  return mesh;
}

/**
 * Lays JSON over a ProxyConfig: fields replace, but for proxy metadata and headers (mesh.MergeProxyConfig).
 * @throws ProtoError
 */
export function applyProxyConfig(
  json: JsonValue,
  base: ProtoMessage,
  { facts, path = '' }: { readonly facts: IstioFacts; readonly path?: string },
): ProtoMessage {
  return withBaseEntries(decodeProtoJson(base, json, path), base, facts);
}

/** Puts back what a ProxyConfig laid over another does not replace: further proxy metadata, and most headers. */
export function withBaseEntries(
  applied: ProtoMessage,
  base: ProtoMessage,
  { mergesProxyHeaders }: IstioFacts,
): ProtoMessage {
  const metadata = new Map([...base.texts('proxy_metadata'), ...applied.texts('proxy_metadata')]);
  const headers = applied.message('proxy_headers');
  const before = base.message('proxy_headers');
  const merged =
    headers === undefined || before === undefined || !mergesProxyHeaders
      ? headers
      : mergedHeaders.reduce((message, name) => message.with(name, message.get(name) ?? before.get(name)), headers);
  return applied.with('proxy_metadata', metadata).with('proxy_headers', merged);
}

function applyMesh(json: JsonObject, facts: IstioFacts): ProtoMessage {
  const defaults = defaultMeshConfig(facts);
  const applied = decodeProtoJson(defaults, json);
  const proxy = applyProxyConfig(member(json, 'defaultConfig') ?? null, defaultProxyConfig(facts), {
    facts,
    path: 'defaultConfig',
  });
  const providers = defaults.message('default_providers') ?? emptyMessage('istio.mesh.v1alpha1.MeshConfig');
  return applied
    .with('default_config', proxy)
    .with('default_providers', decodeProtoJson(providers, member(json, 'defaultProviders') ?? null, 'defaultProviders'))
    .with('extension_providers', mergeProviders(defaults, applied))
    .with('trust_domain_aliases', sortedAliases(applied));
}

function mergeProviders(defaults: ProtoMessage, applied: ProtoMessage): readonly ProtoMessage[] {
  const providers = new Map(defaults.messages('extension_providers').map((item) => [item.text('name'), item]));
  for (const provider of applied.messages('extension_providers')) {
    providers.set(provider.text('name'), provider);
  }
  return [...providers.values()];
}

function sortedAliases(mesh: ProtoMessage): readonly string[] {
  const aliases = mesh.get('trust_domain_aliases');
  const texts = Array.isArray(aliases) ? aliases.filter((alias) => typeof alias === 'string') : [];
  return [...new Set(texts)].sort();
}

function meshProblems(mesh: ProtoMessage): readonly string[] {
  const port = mesh.number('proxy_listen_port');
  const proxy = mesh.message('default_config');
  return [
    ...(port < 1 || port > 65535 ? [`proxyListenPort must be between 1 and 65535, not ${port}`] : []),
    ...(mesh.text('trust_domain') === '' ? ['trustDomain must not be empty'] : []),
    ...(proxy === undefined ? [] : proxyConfigProblems(proxy).map((problem) => `defaultConfig: ${problem}`)),
  ];
}

function attempt<Result>(action: () => Result): Result {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof ProtoError) {
      throw new IstioError('mesh-invalid', `mesh configuration: ${cause.message}`, { cause });
    }
    throw cause;
  }
}
