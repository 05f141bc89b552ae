import { errorText } from '../../base/coded-error.ts';
import type { JsonObject } from '../../json/json-value.ts';
import { podSchema } from '../../kube/pod-schema.ts';
import type { MergeSchema } from '../../merge/schema.ts';
import { strategicMerge } from '../../merge/strategic-merge.ts';
import { InjectError } from '../errors.ts';

const schema: MergeSchema = { types: podSchema, root: 'v1.Pod' };

/**
 * Strategic merge of a patch into a pod. `source` names where the patch comes from, for the message.
 * @throws InjectError (`merge-failed`) where their shapes do not fit.
 */
export function mergeIntoPod(pod: JsonObject, patch: JsonObject, source?: string): JsonObject {
  try {
    return strategicMerge(pod, patch, schema);
  } catch (error) {
    const reason = errorText(error);
    const what = source === undefined ? "the pod's own containers" : `template ${JSON.stringify(source)}`;
    throw new InjectError('merge-failed', `${what} cannot be merged into the pod: ${reason}`, { cause: error });
  }
}
