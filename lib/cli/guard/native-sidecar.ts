import type { JsonObject } from '../../json/json-value.ts';

/** Whether an init container runs as long as the pod does. */
export function isNativeSidecar(container: JsonObject): boolean {
  return container.restartPolicy === 'Always';
}
