import type { AuthorMay } from '../../contract/author-rules.ts';
import { equal } from '../../json/equal.ts';
import type { JsonObject, JsonValue } from '../../json/json-value.ts';
import { objectsOf, textAt } from '../../json/member.ts';
import { normalValue } from '../../kube/normal-form.ts';
import { itemsOf, nameOf } from '../../kube/pod/containers.ts';
import { mergeIntoPod } from '../merge/merge-into-pod.ts';

/** A field of a container in which the author's would win over the template's. */
export interface OverriddenField {
  readonly field: string;
  readonly own: JsonValue;
  /** Null where the template says nothing. */
  readonly templates: JsonValue;
}

/** Fields of a container that are not overrides, by what they may be. */
const allowed: Readonly<Record<string, (value: JsonValue, own: JsonObject, authorMay: AuthorMay) => boolean>> = {
  name: () => true,
  image: (value) => value === 'auto',
  resources: (_value, _own, authorMay) => authorMay === 'resources',
  // What the API server fills in before any webhook sees the pod.
  terminationMessagePath: (value) => value === '/dev/termination-log',
  terminationMessagePolicy: (value) => value === 'File',
  imagePullPolicy: (value, own) => value === usualPullPolicy(textAt(own, 'image')),
};

/** The first field of the author's container that would change the template's and must not; undefined for none. */
export function overriddenField(
  own: JsonObject,
  template: JsonObject,
  authorMay: AuthorMay,
): OverriddenField | undefined {
  const written = withoutToken(own);
  const field = Object.keys(written).find((key) => {
    const value = written[key] ?? null;
    return value !== null && allowed[key]?.(value, own, authorMay) !== true && changes(template, key, value);
  });
  return field === undefined ? undefined : { field, own: written[field] ?? null, templates: template[field] ?? null };
}

/** The mounts of the service account's token, which the API server adds to every container. */
export function tokenMounts(container: JsonObject): readonly JsonObject[] {
  return objectsOf(container.volumeMounts).filter(isTokenMount);
}

function changes(template: JsonObject, field: string, value: JsonValue): boolean {
  const name = nameOf(template);
  const podOf = (container: JsonObject): JsonObject => ({ spec: { containers: [container] } });
  const [merged = {}] = itemsOf(mergeIntoPod(podOf(template), podOf({ name, [field]: value })), 'containers');
  return !equal(normalValue('v1.Container', merged), normalValue('v1.Container', template));
}

function withoutToken(container: JsonObject): JsonObject {
  return { ...container, volumeMounts: objectsOf(container.volumeMounts).filter((mount) => !isTokenMount(mount)) };
}

function isTokenMount(mount: JsonObject): boolean {
  return (
    mount.mountPath === '/var/run/secrets/kubernetes.io/serviceaccount' &&
    mount.readOnly === true &&
    nameOf(mount).startsWith('kube-api-access-') &&
    Object.keys(mount).length === 3
  );
}

/** Kubernetes' default. A container without an image had asked for the template's (`auto`, which has no tag). */
function usualPullPolicy(image: string): string {
  const last = image.slice(image.lastIndexOf('/') + 1);
  return (last.includes(':') && !last.endsWith(':latest')) || last.includes('@') ? 'IfNotPresent' : 'Always';
}
