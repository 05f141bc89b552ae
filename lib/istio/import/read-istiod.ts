import type { JsonObject } from '../../json/json-value.ts';
import { member, objectAt, objectsOf, textAt } from '../../json/member.ts';
import { IstioError } from '../errors.ts';
import { type IstiodEnvironment, istiodEnvironment } from './istiod-environment.ts';
import { type NamedText, objectsIn } from './named-text.ts';

/** What the Deployment of istiod tells. */
export interface Istiod {
  /** The tag of its image; absent where the image has none. */
  readonly tag?: string;
  readonly environment: IstiodEnvironment;
}

const container = 'discovery';

/**
 * Reads the Deployment of istiod, as `kubectl get deployment -o yaml` prints it.
 * @throws IstioError (`configmap-invalid`) where there is none, or several and none of the revision.
 */
export function readIstiod(file: NamedText, revision: string): Istiod {
  const objects = objectsIn(file);
  const found = objects.filter(
    (object) => textAt(object, 'kind') === 'Deployment' && discoveryOf(object) !== undefined,
  );
  const [only, ...others] = found;
  const own = found.find((object) => textAt(objectAt(object, 'metadata', 'labels'), 'istio.io/rev') === revision);
  const deployment = own ?? (others.length === 0 ? only : undefined);
  const discovery = deployment === undefined ? undefined : discoveryOf(deployment);
  if (deployment === undefined || discovery === undefined) {
    const what = found.length === 0 ? 'has no Deployment of istiod' : `has several, and none of revision "${revision}"`;
    throw new IstioError(
      'configmap-invalid',
      `${file.name} ${what}; save it with "kubectl get deployment istiod -o yaml"`,
    );
  }
  const tag = tagOf(textAt(discovery, 'image'));
  const environment = istiodEnvironment({ container: discovery, deployment, objects });
  return { ...(tag === undefined ? {} : { tag }), environment };
}

function discoveryOf(deployment: JsonObject): JsonObject | undefined {
  const containers = objectsOf(member(objectAt(deployment, 'spec', 'template', 'spec'), 'containers'));
  return containers.find((item) => textAt(item, 'name') === container);
}

/** What comes after the last colon of an image, where that is no port of a registry; nothing of a digest. */
function tagOf(image: string): string | undefined {
  const [named = ''] = image.split('@');
  const at = named.lastIndexOf(':');
  return at > named.lastIndexOf('/') ? named.slice(at + 1) : undefined;
}
