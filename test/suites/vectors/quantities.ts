import type { JsonValue } from '../../../lib/json/json-value.ts';
import { memberOf, objectsOf } from '../../../lib/json/member.ts';
import { KubeError } from '../../../lib/kube/errors.ts';
import { normalPod } from '../../../lib/kube/normal-form.ts';
import { differs, pass, type VectorSuite } from './vector.ts';

/** Quantities as Go's JSON writes them, where pods have them. */
export const suite: VectorSuite = (vector) => {
  let got: JsonValue | undefined;
  try {
    got = limitOf(normalPod(podWith(String(vector.in))));
  } catch (error) {
    if (!(error instanceof KubeError)) {
      throw error;
    }
    return typeof vector.error === 'string' ? pass : differs(vector.want, error.message);
  }
  return got === vector.want ? pass : differs(vector.want ?? { error: vector.error }, got);
};

function podWith(cpu: string): JsonValue {
  return { spec: { containers: [{ name: 'c', resources: { limits: { cpu } } }] } };
}

function limitOf(pod: JsonValue): JsonValue | undefined {
  const containers = objectsOf(memberOf(memberOf(pod, 'spec'), 'containers'));
  return memberOf(memberOf(memberOf(containers[0], 'resources'), 'limits'), 'cpu');
}
