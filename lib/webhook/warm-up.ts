import { openAuthenticator } from '../auth/authenticator.ts';
import { defaultCluster } from '../config/snapshot.ts';
import { creationEvent } from './creation-event.ts';
import { createGatewayHandler } from './gateway-handler.ts';
import { RecentPods } from './recent-pods.ts';
import type { WebhookParts } from './webhook-parts.ts';

/** No pod is begun after so many milliseconds: whatever a template costs, a start has an end. */
const limitMs = 300;

/**
 * Injects the pods that the default's behaviour calls typical, if it has any, so that the first request finds code that
 * has run: Lambda gives a start a whole CPU, and requests the share that they pay for. The pods go the whole way from
 * event to answer; nothing is logged or counted, and no trial of a configuration takes them. Reads nothing, and does
 * nothing where there is no configuration.
 */
export async function warmUp(parts: WebhookParts): Promise<void> {
  const { provider, now } = parts;
  const end = now() + limitMs;
  if (!provider.isReady()) {
    return;
  }
  const configuration = await provider.snapshot(defaultCluster, { deadline: end });
  await configuration.finish();
  const pods = configuration.kind === 'unavailable' ? [] : (configuration.snapshot.behaviour.typicalPods?.() ?? []);
  const handler = createGatewayHandler({
    ...parts,
    authenticator: openAuthenticator,
    log: () => undefined,
    recent: new RecentPods(),
  });
  for (const pod of pods) {
    if (now() < end) {
      // What fails is answered, and found again by the first request.
      await handler(creationEvent(pod, '/inject'));
    }
  }
}
