import { isObject, type JsonObject } from '../../json/json-value.ts';
import { objectIn, textIn } from '../cluster/json-path.ts';
import type { ReadObject } from '../input/read-objects.ts';
import type { OpenedSnapshot } from '../open-snapshot.ts';
import { type GuardAction, guardAnnotation, guardObjects } from './guard.ts';

/**
 * What makes a guard in force differ from the one that would be made now, a sentence each; none where it is current.
 * @param read what `kubectl get validatingadmissionpolicies,validatingadmissionpolicybindings -o json` prints
 * @throws CommandError where no guard could be made now.
 */
export function guardDrift(
  read: readonly ReadObject[],
  snapshot: OpenedSnapshot,
  namespaceLabel: string,
): readonly string[] {
  const policies = read.map(({ object }) => object).filter(isGuard);
  if (policies.length === 0) {
    return ['there is no guard of ours in it; make one with manifest --guard'];
  }
  return policies.flatMap((policy) => {
    const name = textIn(policy, 'metadata', 'name');
    const action: GuardAction = isObject(objectIn(policy, 'spec').paramKind) ? 'deny' : 'warn';
    const fresh = guardObjects(snapshot, { action, name, namespaceLabel }).find(isGuard) ?? {};
    return digestOf(fresh) === digestOf(policy) ? [] : [`guard ${name} was made from other settings; apply it again`];
  });
}

function isGuard(object: JsonObject): boolean {
  return object.kind === 'ValidatingAdmissionPolicy' && digestOf(object) !== '';
}

function digestOf(policy: JsonObject): string {
  return textIn(policy, 'metadata', 'annotations', guardAnnotation);
}
