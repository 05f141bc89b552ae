import type { JsonObject } from '../../../lib/json/json-value.ts';

/** How long the API server waits for a hurried webhook, in seconds: short, so that a slow answer is soon too slow. */
export const hurriedSeconds = 3;

/** The configuration with these fields in each of its webhooks. */
export function changeHooks(configuration: JsonObject, fields: JsonObject): JsonObject {
  const webhooks = configuration.webhooks as readonly JsonObject[];
  return { ...configuration, webhooks: webhooks.map((hook) => ({ ...hook, ...fields })) };
}

/** The configuration with a timeout that is soon over; retries of 503 go on until then, and show as much as in ten. */
export function inAHurry(configuration: JsonObject): JsonObject {
  return changeHooks(configuration, { timeoutSeconds: hurriedSeconds });
}
