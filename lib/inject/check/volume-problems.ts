import type { JsonObject } from '../../json/json-value.ts';
import { member, objectAt, objectsOf } from '../../json/member.ts';
import { itemsOf, nameOf, specOf } from '../../kube/pod/containers.ts';
import { typeInfo } from '../../kube/type-info.ts';
import { duplicatesOf, type KnownItems, type Problem, presentKeys, quoted } from './problem.ts';

/** Volumes with two sources: a volume of the pod and one of a template that share a name are merged into one. */
export function volumeProblems(pod: JsonObject, known: KnownItems): readonly Problem[] {
  const problems: Problem[] = [];
  for (const volume of itemsOf(pod, 'volumes')) {
    const present = known.has(volume) ? [] : presentKeys(volume, Object.keys(volume)).filter(isSource);
    if (present.length > 1) {
      const name = nameOf(volume);
      const text = `volume ${quoted(name)} is both ${present.slice(0, 2).join(' and ')}`;
      const subject = { kind: 'volume', name } as const;
      problems.push({ key: `source ${name}`, subject, text, fix: "rename the pod's own volume" });
    }
  }
  return problems;
}

/** Two volumes of one name: strategic merge makes them one, but a directive of a template may not. */
export function volumeNameProblems(pod: JsonObject, known: KnownItems): readonly Problem[] {
  const volumes = itemsOf(pod, 'volumes');
  const fresh = new Set(volumes.filter((volume) => !known.has(volume)).map(nameOf));
  return duplicatesOf(volumes.map(nameOf).filter((name) => fresh.has(name))).map((name) => {
    const subject = { kind: 'volume', name } as const;
    return { key: `volume ${name}`, subject, text: `volume ${quoted(name)} is there twice`, fix: 'rename one' };
  });
}

/** Mounts of volumes that nobody defines. */
export function mountProblems(pod: JsonObject): readonly Problem[] {
  // Of volumes there may be very many that nobody mounts.
  const missing = new Set<string>();
  const containers = containersOf(pod);
  for (const container of containers) {
    for (const list of mountLists) {
      for (const mount of objectsOf(member(container, list))) {
        missing.add(nameOf(mount));
      }
    }
  }
  for (const volume of itemsOf(pod, 'volumes')) {
    missing.delete(nameOf(volume));
  }
  return missing.size === 0 ? [] : containers.flatMap((container) => undefinedVolumes(container, missing));
}

const mountLists = ['volumeMounts', 'volumeDevices'] as const;

/** Containers of both lists. */
function containersOf(pod: JsonObject): readonly JsonObject[] {
  return [...itemsOf(pod, 'containers'), ...itemsOf(pod, 'initContainers')];
}

function undefinedVolumes(container: JsonObject, missing: ReadonlySet<string>): readonly Problem[] {
  const name = nameOf(container);
  return mountLists.flatMap((list) =>
    objectsOf(member(container, list))
      .map(nameOf)
      .filter((volume) => missing.has(volume))
      .map((volume) => ({
        key: `mount ${volume} of container ${name}`,
        subject: { kind: 'container', name, path: [list, volume] },
        text: `container ${quoted(name)} mounts the volume ${quoted(volume)}, which neither the pod nor a template defines`,
        fix: 'add the volume to the pod',
      })),
  );
}

/** Claims of devices that containers name and the pod does not have. */
export function claimProblems(pod: JsonObject): readonly Problem[] {
  const claims = new Set(objectsOf(member(specOf(pod), 'resourceClaims')).map(nameOf));
  const users = containersOf(pod).filter((container) => claimsOf(container).length > 0);
  return users.flatMap((container) =>
    claimsOf(container)
      .filter((claim) => !claims.has(claim))
      .map((claim) => ({
        key: `claim ${claim} of container ${nameOf(container)}`,
        subject: { kind: 'container', name: nameOf(container), path: ['resources', 'claims', claim] },
        text: `container ${quoted(nameOf(container))} uses the resource claim ${quoted(claim)}, which the pod does not have`,
        fix: 'add it to spec.resourceClaims of the pod',
      })),
  );
}

function claimsOf(container: JsonObject): readonly string[] {
  return objectsOf(member(objectAt(container, 'resources'), 'claims')).map(nameOf);
}

/** Whether a field of a volume is one of the kinds of volumes, by the table of the Pod's types. */
function isSource(field: string): boolean {
  const info = typeInfo('v1.Volume');
  return field !== 'name' && info.kind === 'struct' && info.byJson.has(field);
}
