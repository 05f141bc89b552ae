import type { JsonObject } from '../../json/json-value.ts';
import { objectAt, textAt } from '../../json/member.ts';
import { IstioError } from '../errors.ts';
import { type NamedText, objectsIn } from './named-text.ts';

/** Where one of Istio's ConfigMaps is looked for. */
export interface ConfigMapSearch {
  /** The member of `data` that it must have. */
  readonly key: 'config' | 'mesh';
  /** What it is called, without the revision. */
  readonly base: 'istio-sidecar-injector' | 'istio';
  /** Which one, where there are several. */
  readonly revision: string | undefined;
}

/**
 * Finds one of Istio's two ConfigMaps in a file: alone, in a List, or among all objects of an installation.
 * @throws IstioError (`configmap-invalid`) where it is not there, or is there for several revisions.
 */
export function findConfigMap(file: NamedText, search: ConfigMapSearch): JsonObject {
  const maps = objectsIn(file).filter((object) => textAt(object, 'kind') === 'ConfigMap');
  const { key, base, revision } = search;
  if (maps.length === 0) {
    throw new IstioError(
      'configmap-invalid',
      `${file.name} has no ConfigMap; save it with "kubectl get configmap -o yaml"`,
    );
  }
  const fitting = maps.filter((map) => typeof objectAt(map, 'data')[key] === 'string');
  const named = fitting.filter((map) => isNamed(map, base));
  const [first, ...others] = named.length > 0 ? named : fitting;
  if (first === undefined) {
    throw new IstioError(
      'configmap-invalid',
      `${file.name} has no data.${key}; is it the right one? --injector takes istio-sidecar-injector, --mesh takes istio`,
    );
  }
  return others.length === 0 && revision === undefined ? first : chooseRevision(file, [first, ...others], search);
}

function isNamed(map: JsonObject, base: ConfigMapSearch['base']): boolean {
  const name = nameOf(map);
  const isOfInjector = name.startsWith('istio-sidecar-injector');
  return name === base || (name.startsWith(`${base}-`) && isOfInjector === (base !== 'istio'));
}

function chooseRevision(file: NamedText, maps: readonly JsonObject[], { key, revision }: ConfigMapSearch): JsonObject {
  const known = maps.map(revisionOf);
  const map = maps.find((candidate) => revisionOf(candidate) === revision);
  if (map !== undefined) {
    return map;
  }
  const [only] = maps;
  // One mesh may serve all revisions, and a ConfigMap saved without its labels tells none.
  if (key === 'mesh' && only !== undefined && maps.length === 1) {
    return only;
  }
  const listed = known.map((name) => JSON.stringify(name)).join(', ');
  const problem =
    revision === undefined ? 'is for several revisions' : `has none of the revision ${JSON.stringify(revision)}`;
  throw new IstioError('configmap-invalid', `${file.name} ${problem}: there are ${listed}; choose one with --revision`);
}

/** The revision of a ConfigMap: its label's, else what its name ends in; `default` where nothing tells. */
export function revisionOf(map: JsonObject): string {
  const label = textAt(objectAt(map, 'metadata', 'labels'), 'istio.io/rev');
  const [, suffix = ''] = /^(?:istio-sidecar-injector|istio)-(.+)$/.exec(nameOf(map)) ?? [];
  return label || (suffix === 'sidecar-injector' ? '' : suffix) || 'default';
}

function nameOf(map: JsonObject): string {
  return textAt(objectAt(map, 'metadata'), 'name');
}
