import type { ProtoMessage } from './proto/message.ts';

/** What the attributes of a workload's telemetry follow from. */
export interface OtelSources {
  readonly mesh: ProtoMessage | undefined;
  readonly annotations: ReadonlyMap<string, string>;
  readonly labels: ReadonlyMap<string, string>;
  readonly namespace: string;
  readonly containers: readonly { readonly name: string; readonly image: string }[];
}

const annotationPrefix = 'resource.opentelemetry.io/';
const versionLabel = 'app.kubernetes.io/version';
const semanticConventions = 1;

/**
 * `OTEL_RESOURCE_ATTRIBUTES` by OpenTelemetry's conventions for Kubernetes, where a provider of the mesh asks for
 * them: annotations of the pod before labels, those before what its containers tell. Empty otherwise.
 */
export function otelResourceAttributes(sources: OtelSources): string {
  const { mesh, annotations } = sources;
  if (!wantsOtelAttributes(mesh)) {
    return '';
  }
  const attributes = [
    ['service.namespace', sources.namespace],
    ['service.version', versionOf(sources)],
    ['service.instance.id', instanceOf(sources)],
  ] as const;
  return attributes
    .map(([name, preset]) => [name, annotations.get(annotationPrefix + name) || preset] as const)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}

/** Whether a provider of the mesh asks for them: where none does, nothing of the pod need be looked at. */
export function wantsOtelAttributes(mesh: ProtoMessage | undefined): boolean {
  const providers = mesh?.messages('extension_providers') ?? [];
  return providers.some(
    (item) => item.message('opentelemetry')?.number('service_attribute_enrichment') === semanticConventions,
  );
}

function versionOf({ labels, containers }: OtelSources): string {
  const [only, ...others] = containers;
  return labels.get(versionLabel) || (only === undefined || others.length > 0 ? '' : imageVersion(only.image));
}

/** Tag, digest, or both: `1.21@sha256:…`. */
function imageVersion(image: string): string {
  const at = image.indexOf('@');
  const [name, digest] = at < 0 ? [image, ''] : [image.slice(0, at), image.slice(at + 1)];
  const colon = name.lastIndexOf(':');
  const tag = colon > name.lastIndexOf('/') ? name.slice(colon + 1) : '';
  return [tag, digest].filter((part) => part !== '').join('@');
}

function instanceOf({ namespace, containers }: OtelSources): string {
  const [first] = containers;
  return first === undefined ? '' : `${namespace}.$(POD_NAME).${first.name}`;
}
