import { goValueFromJson } from '../go/from-json.ts';
import { sprint } from '../go/print.ts';
import { isObject, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { member, objectAt, textAt } from '../json/member.ts';
import type { Texts } from '../kube/pod/metadata.ts';
import { assumedFacts, type IstioFacts } from './version/changes.ts';

/** The annotation with which a pod chooses another flavour of the proxy's image. */
const imageTypeAnnotation = 'sidecar.istio.io/proxyImageType';

const defaultType = 'default';
const knownTypes = ['distroless', 'debug'];
const defaultImage = 'proxyv2';

/** What decides a proxy's image. */
export interface ProxyImageSources {
  readonly values: JsonValue;
  /** The section of `global` that may name the image: `proxy` or `proxy_init`. */
  readonly section: 'proxy' | 'proxy_init';
  /**
   * The type that the proxy's configuration gives the image: `''` where it has an image without one, undefined where
   * it has none, and for `proxy_init`, which does not follow it.
   */
  readonly imageType: string | undefined;
  readonly annotations: Texts;
  readonly facts?: Pick<IstioFacts, 'readsVariant' | 'variantFillsImageType'>;
}

/**
 * `HUB/IMAGE:TAG` of the proxy. The pod's annotation decides on the flavour before its ProxyConfig and before the
 * `variant` of the values; a flavour already in the tag gives way (Istio's ProxyImage).
 */
export function proxyImage({
  values,
  section,
  imageType,
  annotations,
  facts = assumedFacts,
}: ProxyImageSources): string {
  const global = isObject(values) ? objectAt(values, 'global') : {};
  const variant = facts.readsVariant ? textAt(global, 'variant') : '';
  const configured = facts.variantFillsImageType ? imageType || variant : (imageType ?? variant);
  const type = annotations.get(imageTypeAnnotation) ?? configured;
  const image = textAt(objectAt(global, section), 'image') || defaultImage;
  return `${textAt(global, 'hub')}/${image}:${flavouredTag(tagOf(global), type)}`;
}

/** The tag may be a number: `1.30` without quotes is 1.3. */
function tagOf(global: JsonObject): string {
  const tag = member(global, 'tag');
  if (tag === undefined) {
    return '';
  }
  return typeof tag === 'string' ? tag : sprint([goValueFromJson(tag, 'float64')]);
}

function flavouredTag(tag: string, type: string): string {
  if (type === '') {
    return tag;
  }
  const known = knownTypes.find((suffix) => tag.endsWith(`-${suffix}`));
  const plain = known === undefined ? tag : tag.slice(0, -(known.length + 1));
  return type === defaultType ? plain : `${plain}-${type}`;
}
