import type { JsonObject } from '../../json/json-value.ts';
import { member, objectsOf, textAt } from '../../json/member.ts';
import { containerLists, itemsOf, nameOf, specOf } from '../../kube/pod/containers.ts';
import { type Problem, quoted, sharedBy } from './problem.ts';

const allLists = [...containerLists, 'ephemeralContainers'] as const;

/** Names that containers of a pod share, in whichever lists they are. */
export function nameProblems(pod: JsonObject): readonly Problem[] {
  const all: (readonly [name: string, list: string])[] = [];
  for (const list of allLists) {
    for (const container of objectsOf(member(specOf(pod), list))) {
      all.push([nameOf(container), list]);
    }
  }
  return [...sharedBy(all, ([name]) => name)].map(([name, group]) => {
    const [first = '', second = ''] = group.map(([, list]) => list);
    const where = first === second ? `twice in ${first}` : `in both ${first} and ${second}`;
    const text = `container ${quoted(name)} is ${where}`;
    return { key: `name ${name}`, subject: { kind: 'container', name }, text, fix: "rename the pod's own container" };
  });
}

/** A pod needs a container beside the init containers: a sidecar that turns native may have been the only one. */
export function emptyProblems(pod: JsonObject): readonly Problem[] {
  const isEmpty = itemsOf(pod, 'containers').length === 0;
  const text = 'no container but init containers is left';
  const subject = { kind: 'pod', name: '' } as const;
  return isEmpty ? [{ key: 'no container', subject, text, fix: 'give the pod a container of its own' }] : [];
}

/** Ports of the host that two containers ask for. Init containers run one by one. */
export function hostPortProblems(pod: JsonObject): readonly Problem[] {
  const groups = [itemsOf(pod, 'containers'), ...itemsOf(pod, 'initContainers').map((container) => [container])];
  return groups.flatMap(sharedHostPorts);
}

function sharedHostPorts(containers: readonly JsonObject[]): readonly Problem[] {
  const taken = new Map<string, string>();
  return containers.flatMap((container) =>
    hostPortsOf(container).flatMap((port): readonly Problem[] => {
      const other = taken.get(port);
      taken.set(port, nameOf(container));
      if (other === undefined) {
        return [];
      }
      const text = `containers ${quoted(other)} and ${quoted(nameOf(container))} both ask for the host's port ${port}`;
      const subject = { kind: 'container', name: nameOf(container) } as const;
      return [{ key: `host port ${port}`, subject, text, fix: "take another hostPort for the pod's own container" }];
    }),
  );
}

function hostPortsOf(container: JsonObject): readonly string[] {
  return objectsOf(member(container, 'ports')).flatMap((port) => {
    const number = member(port, 'hostPort');
    const isAsked = number !== undefined && number !== null && number !== 0;
    return isAsked
      ? [`${textAt(port, 'protocol') || 'TCP'} ${textAt(port, 'hostIP')} ${number}`.replace('  ', ' ')]
      : [];
  });
}
