/** Sidecar injectors of others: how their configurations or webhooks are called in what they install. */
const injectors: readonly { readonly pattern: RegExp; readonly injector: string }[] = [
  { pattern: /(?:^|\.)sidecar-injector\.istio\.io$|^istio-(?:revision-tag|sidecar-injector)/, injector: 'Istio' },
  { pattern: /^linkerd-(?:proxy|jaeger|tap)-injector/, injector: 'Linkerd' },
  { pattern: /^consul-connect-injector|connect-injector.*consul/, injector: 'Consul' },
  { pattern: /^vault-agent-injector|^vault\.hashicorp\.com$/, injector: 'Vault' },
  { pattern: /^dapr-sidecar-injector|sidecar-injector\.dapr\.io$/, injector: 'Dapr' },
  { pattern: /^kuma-(?:admission|sidecar)|sidecar-injector\.kuma\.io$/, injector: 'Kuma' },
  { pattern: /^osm-webhook|osm-inject/, injector: 'Open Service Mesh' },
  { pattern: /opentelemetry-operator|mpod\.kb\.io$/, injector: 'the OpenTelemetry operator' },
];

/** The injector that a webhook belongs to, by its name or that of its configuration. */
export function otherInjectorOf(configuration: string, webhook: string): string | undefined {
  return injectors.find(({ pattern }) => pattern.test(configuration) || pattern.test(webhook))?.injector;
}
