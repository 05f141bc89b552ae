import type { JsonObject } from '../../json/json-value.ts';
import { member, objectAt, objectsOf, textAt } from '../../json/member.ts';
import { type ContainerList, containerLists, itemsOf, nameOf } from '../../kube/pod/containers.ts';
import { envOf } from '../../kube/pod/env.ts';
import { duplicatesOf, isPresent, type KnownItems, type Problem, presentKeys, quoted, sharedBy } from './problem.ts';

/** A rule about one container. */
type ContainerRule = (container: JsonObject, list: ContainerList) => readonly Found[];

/** What a rule found: the problem is named after the container by its caller. */
export interface Found {
  readonly key: string;
  readonly text: string;
  readonly fix: string;
}

const own = "change the pod's own settings for this container";

/** What is wrong with the containers one by one. Those that the pod had before as they are now are not looked at. */
export function containerProblems(
  pod: JsonObject,
  known: KnownItems,
  rules: readonly ContainerRule[] = containerRules,
): readonly Problem[] {
  const problems: Problem[] = [];
  for (const list of containerLists) {
    for (const container of itemsOf(pod, list)) {
      for (const rule of known.has(container) ? [] : rules) {
        for (const found of rule(container, list)) {
          problems.push(named(nameOf(container), found));
        }
      }
    }
  }
  return problems;
}

/** A problem of the container of that name. */
export function named(name: string, { key, text, fix }: Found): Problem {
  return {
    key: `${key} of container ${name}`,
    subject: { kind: 'container', name },
    text: `container ${quoted(name)} ${text}`,
    fix,
  };
}

const valueSources = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef'] as const;

function environment(container: JsonObject): readonly Found[] {
  const found: Found[] = [];
  for (const variable of envOf(container)) {
    const sources = isPresent(variable, 'valueFrom')
      ? presentKeys(objectAt(variable, 'valueFrom'), valueSources)
      : undefined;
    const hasBoth = sources !== undefined && textAt(variable, 'value') !== '';
    if (hasBoth || (sources !== undefined && sources.length > 1)) {
      const what = hasBoth ? '"value" and "valueFrom"' : sources.join(' and ');
      const name = nameOf(variable);
      found.push({ key: `variable ${name}`, text: `has the variable ${quoted(name)} with both ${what}`, fix: own });
    }
  }
  return found;
}

function mounts(container: JsonObject): readonly Found[] {
  const list = objectsOf(member(container, 'volumeMounts'));
  const devices = objectsOf(member(container, 'volumeDevices'));
  const twice = [...sharedBy(list, (mount) => textAt(mount, 'mountPath'))].map(([path, group]) => {
    const [first = '', second = ''] = group.map(nameOf);
    const text = `mounts both the volumes ${quoted(first)} and ${quoted(second)} at ${quoted(path)}`;
    return { key: `path ${path}`, text, fix: "mount the pod's own volume elsewhere" };
  });
  const subPaths = list
    .filter((mount) => textAt(mount, 'subPath') !== '' && textAt(mount, 'subPathExpr') !== '')
    .map((mount) => ({
      key: `sub-path ${textAt(mount, 'mountPath')}`,
      text: `mounts ${quoted(nameOf(mount))} at ${quoted(textAt(mount, 'mountPath'))} with both subPath and subPathExpr`,
      fix: own,
    }));
  return [...twice, ...crossedMounts(list, devices), ...subPaths];
}

function crossedMounts(list: readonly JsonObject[], devices: readonly JsonObject[]): readonly Found[] {
  if (devices.length === 0) {
    return [];
  }
  const devicePaths = new Set(devices.map((device) => textAt(device, 'devicePath')));
  const deviceNames = new Set(devices.map(nameOf));
  return list
    .filter((mount) => devicePaths.has(textAt(mount, 'mountPath')) || deviceNames.has(nameOf(mount)))
    .map((mount) => ({
      key: `device ${nameOf(mount)}`,
      text: `has ${quoted(nameOf(mount))} or ${quoted(textAt(mount, 'mountPath'))} both as a mount and as a block device`,
      fix: own,
    }));
}

function devices(container: JsonObject): readonly Found[] {
  const list = objectsOf(member(container, 'volumeDevices'));
  if (list.length === 0) {
    return [];
  }
  const twice = [
    ...duplicatesOf(list.map(nameOf)),
    ...duplicatesOf(list.map((device) => textAt(device, 'devicePath'))),
  ];
  return twice.map((name) => ({ key: `device ${name}`, text: `has the block device ${quoted(name)} twice`, fix: own }));
}

function ports(container: JsonObject): readonly Found[] {
  const names = objectsOf(member(container, 'ports')).map(nameOf);
  return duplicatesOf(names.filter((name) => name !== '')).map((name) => ({
    key: `port ${name}`,
    text: `has two ports named ${quoted(name)}`,
    fix: "rename the pod's own port",
  }));
}

const handlers = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;
const handled = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
] as const;

function oneHandlerEach(container: JsonObject): readonly Found[] {
  const found: Found[] = [];
  for (const path of handled) {
    if (!isPresent(container, path[0])) {
      continue;
    }
    const handler = objectAt(container, ...path);
    const present = presentKeys(handler, handlers);
    if (present.length > 1) {
      const at = path.join('.');
      found.push({ key: at, text: `has a ${at} with both ${present.slice(0, 2).join(' and ')}`, fix: own });
    }
  }
  return found;
}

const onlyWhileRunning = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const;

/** An init container that runs to its end can have neither probes nor hooks. */
function runsToItsEnd(container: JsonObject, list: ContainerList): readonly Found[] {
  if (list !== 'initContainers' || textAt(container, 'restartPolicy') === 'Always') {
    return [];
  }
  return presentKeys(container, onlyWhileRunning).map((field) => ({
    key: `init ${field}`,
    text: `is an init container that runs to its end, and has a ${field}`,
    fix: own,
  }));
}

const containerRules: readonly ContainerRule[] = [environment, mounts, devices, ports, oneHandlerEach, runsToItsEnd];
