import type { JsonObject } from '../../json/json-value.ts';
import { member, objectAt, textAt } from '../../json/member.ts';
import { containerLists, itemsOf, nameOf, specOf } from '../../kube/pod/containers.ts';
import { containerProblems, type Found, named } from './container-problems.ts';
import { isPresent, type KnownItems, type Problem, presentKeys, quoted } from './problem.ts';

const fix = "change the pod's own settings for this container";

/** Settings of security contexts that exclude one another. */
export function securityProblems(pod: JsonObject, known: KnownItems): readonly Problem[] {
  const sharesUsers = member(specOf(pod), 'hostUsers') !== false;
  const rules = [escalation, profiles, (container: JsonObject) => procMount(container, sharesUsers)];
  return containerProblems(pod, known, rules);
}

function escalation(container: JsonObject): readonly Found[] {
  const context = objectAt(container, 'securityContext');
  if (member(context, 'allowPrivilegeEscalation') !== false) {
    return [];
  }
  const added = member(objectAt(context, 'capabilities'), 'add');
  const other =
    member(context, 'privileged') === true
      ? 'privileged: true'
      : Array.isArray(added) && added.includes('CAP_SYS_ADMIN')
        ? 'CAP_SYS_ADMIN'
        : undefined;
  const text = `has both allowPrivilegeEscalation: false and ${other}`;
  return other === undefined ? [] : [{ key: 'escalation', text, fix }];
}

/** A profile of the node's is named where the type says Localhost, and nowhere else. */
function profiles(container: JsonObject): readonly Found[] {
  return ['seccompProfile', 'appArmorProfile'].flatMap((field): readonly Found[] => {
    const profile = objectAt(container, 'securityContext', field);
    const type = textAt(profile, 'type');
    const hasName = isPresent(profile, 'localhostProfile');
    if (type === '' || (type === 'Localhost') === hasName) {
      return [];
    }
    const text = `has a ${field} of type ${quoted(type)} ${hasName ? 'with' : 'without'} localhostProfile`;
    return [{ key: field, text, fix }];
  });
}

function procMount(container: JsonObject, sharesUsers: boolean): readonly Found[] {
  const isUnmasked = textAt(objectAt(container, 'securityContext'), 'procMount') === 'Unmasked';
  const text = 'has procMount: Unmasked, which a pod without hostUsers: false cannot have';
  return isUnmasked && sharesUsers ? [{ key: 'procMount', text, fix }] : [];
}

/** What a pod shares with its node, and what excludes that. */
export function hostProblems(pod: JsonObject): readonly Problem[] {
  const spec = specOf(pod);
  const excluded: readonly (readonly [string, string, boolean])[] = [
    ['hostUsers: false', 'hostPID: true', member(spec, 'hostUsers') === false && member(spec, 'hostPID') === true],
    ['hostUsers: false', 'hostIPC: true', member(spec, 'hostUsers') === false && member(spec, 'hostIPC') === true],
    [
      'shareProcessNamespace: true',
      'hostPID: true',
      member(spec, 'shareProcessNamespace') === true && member(spec, 'hostPID') === true,
    ],
  ];
  return excluded.filter(([, , isThere]) => isThere).map(([one, other]) => podProblem(`has both ${one} and ${other}`));
}

const windowsPod = ['appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'fsGroup', 'fsGroupChangePolicy'] as const;
const windowsPodMore = ['runAsUser', 'runAsGroup', 'supplementalGroups', 'supplementalGroupsPolicy'] as const;
const windowsSpec = ['hostUsers', 'shareProcessNamespace', 'resources'] as const;
const windowsContainer = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
] as const;

/** Settings of Linux in a pod for Windows, and the other way round. */
export function systemProblems(pod: JsonObject): readonly Problem[] {
  const system = textAt(objectAt(specOf(pod), 'os'), 'name');
  switch (system) {
    case 'windows':
      return [
        ...settings(objectAt(specOf(pod), 'securityContext'), [...windowsPod, ...windowsPodMore], 'Windows'),
        ...settings(specOf(pod), windowsSpec, 'Windows'),
        ...containerSettings(pod, windowsContainer, 'Windows'),
      ];
    case 'linux':
      return [
        ...settings(objectAt(specOf(pod), 'securityContext'), ['windowsOptions'], 'Linux'),
        ...containerSettings(pod, ['windowsOptions'], 'Linux'),
      ];
    default:
      return [];
  }
}

function settings(object: JsonObject, fields: readonly string[], system: string): readonly Problem[] {
  return presentKeys(object, fields).map((field) => podProblem(`has ${field}, which a pod for ${system} cannot have`));
}

function containerSettings(pod: JsonObject, fields: readonly string[], system: string): readonly Problem[] {
  return containerLists
    .flatMap((list) => itemsOf(pod, list))
    .flatMap((container) =>
      presentKeys(objectAt(container, 'securityContext'), fields).map((field) => {
        const text = `has securityContext.${field}, which a pod for ${system} cannot have`;
        return named(nameOf(container), { key: field, text, fix: systemFix });
      }),
    );
}

const systemFix = "use a template that is made for the pod's system";

function podProblem(text: string): Problem {
  return {
    key: text,
    subject: { kind: 'pod', name: '' },
    text: `the pod ${text}`,
    fix: "change the pod's own setting",
  };
}
