import type { JsonObject } from '../../json/json-value.ts';
import { objectAt } from '../../json/member.ts';
import { specOf } from '../../kube/pod/containers.ts';
import { InjectError } from '../errors.ts';

const wholePod = { kind: 'pod', name: '' } as const;

/**
 * Nothing that a template or an override says may move a pod to the host's network or to another namespace: the
 * decision to inject was made for the pod as it came. @throws InjectError.
 */
export function checkSecurity(pod: JsonObject, original: JsonObject): void {
  if (specOf(pod).hostNetwork === true) {
    throw new InjectError(
      'host-network-rendered',
      'the injected pod would use the network of its host (spec.hostNetwork: true), which a template must not ask for; remove it from the template',
      { about: { ...wholePod, path: ['spec', 'hostNetwork'] } },
    );
  }
  const before = objectAt(original, 'metadata').namespace;
  const after = objectAt(pod, 'metadata').namespace;
  if (after !== before) {
    throw new InjectError(
      'namespace-rendered',
      `the injected pod would go to namespace ${JSON.stringify(after ?? null)}, which a template must not ask for; remove metadata.namespace from the template`,
      { about: { ...wholePod, path: ['metadata', 'namespace'] } },
    );
  }
}
