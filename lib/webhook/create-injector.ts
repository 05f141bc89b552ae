import { openAuthenticator } from '../auth/authenticator.ts';
import { createTokenAuthenticator } from '../auth/tokens.ts';
import { createSnapshotCache } from '../config/cache/snapshot-cache.ts';
import { loadSnapshot, templateNames } from '../config/load-snapshot.ts';
import { createParameterStoreSource, DEFAULT_ROOT } from '../config/ssm/parameter-store-source.ts';
import type { Environment } from '../config/ssm/region.ts';
import { createSsmReader } from '../config/ssm/ssm-client.ts';
import { formatEventLine } from '../observe/event-log.ts';
import { createGatewayHandler, type GatewayHandler } from './gateway-handler.ts';

/** The webhook as Lambda runs it. */
export interface Injector {
  /** Reads the configuration, and has it ready before the first request; what fails is read again by that. */
  readonly warm: () => Promise<void>;
  /** Answers the AdmissionReviews that API Gateway passes on. */
  readonly handler: GatewayHandler;
}

/**
 * Connects the webhook to Parameter Store, as the environment says: `PARAMETER_ROOT`, `AUTH`, and what
 * `createSsmReader` looks at. Nothing is read before `warm` or the first request.
 * @param log takes one line of JSON, without its end
 */
export function createInjector(environment: Environment, log: (line: string) => void): Injector {
  const root = environment.PARAMETER_ROOT ?? DEFAULT_ROOT;
  const source = createParameterStoreSource({ root, reader: createSsmReader(environment) });
  const provider = createSnapshotCache({ source, loadSnapshot, templateNames });
  const onProblem = (error: Error): void => log(formatEventLine({ at: Date.now(), event: 'tokens-unusable', error }));
  // Whoever may call without a token is a decision, so it is made by name; anything else asks for tokens.
  const authenticator =
    environment.AUTH === 'none' ? openAuthenticator : createTokenAuthenticator(provider.tokens, onProblem);
  return {
    warm: () => provider.warm(),
    handler: createGatewayHandler({ provider, authenticator, log, now: Date.now, random: Math.random }),
  };
}
