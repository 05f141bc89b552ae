import { openAuthenticator } from '../auth/authenticator.ts';
import { createTokenAuthenticator } from '../auth/tokens.ts';
import { createSnapshotCache } from '../config/cache/snapshot-cache.ts';
import { loadSnapshot, templateNames } from '../config/load/load-snapshot.ts';
import type { ParameterSource } from '../config/source/source.ts';
import { createParameterStoreSource, DEFAULT_ROOT } from '../config/source/ssm/parameter-store-source.ts';
import type { Environment } from '../config/source/ssm/region.ts';
import { createSignedReader } from '../config/source/ssm/signed-reader.ts';
import { createTransport } from '../config/source/ssm/transport.ts';
import type { Trial } from '../config/trial.ts';
import { createInjectMemory } from '../inject/memory/inject-memory.ts';
import { formatEventLine } from '../observe/event-log.ts';
import type { MetricLabels } from '../observe/metrics.ts';
import { createGatewayHandler, type GatewayHandler } from './gateway-handler.ts';
import { RecentPods } from './recent-pods.ts';
import { tryConfiguration } from './try-configuration.ts';

/** The webhook as Lambda runs it. */
export interface Injector {
  /** Reads the configuration, and has it ready before the first request; what fails is read again by that. */
  readonly warm: () => Promise<void>;
  /** Answers the AdmissionReviews that API Gateway passes on. */
  readonly handler: GatewayHandler;
}

/**
 * Connects the webhook to Parameter Store, as the environment says: `PARAMETER_ROOT`, `AUTH`, and what
 * `createSignedReader` looks at. Nothing is read before `warm` or the first request.
 * @param log takes one line of JSON, without its end
 */
export function createInjector(environment: Environment, log: (line: string) => void): Injector {
  const root = environment.PARAMETER_ROOT ?? DEFAULT_ROOT;
  const source = createPreparedSource(environment, root);
  const recent = new RecentPods();
  const trial: Trial = (candidate, present) =>
    tryConfiguration({ candidate, present, recent: recent.of(present.cluster), cpuMs });
  const provider = createSnapshotCache({ source, loadSnapshot, templateNames, trial });
  const onProblem = (error: Error): void => log(formatEventLine({ at: Date.now(), event: 'tokens-unusable', error }));
  // Whoever may call without a token is a decision, so it is made by name; anything else asks for tokens.
  const authenticator =
    environment.AUTH === 'none' ? openAuthenticator : createTokenAuthenticator(provider.tokens, onProblem);
  return {
    warm: () => provider.warm(),
    handler: createGatewayHandler({
      provider,
      authenticator,
      log,
      now: Date.now,
      random: Math.random,
      memory: createInjectMemory(),
      recent,
      labels: labelsOf(environment),
    }),
  };
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** `STACK` and `CLUSTER_METRICS` come from the deployment, the version from Lambda. */
function labelsOf({ STACK: stack, AWS_LAMBDA_FUNCTION_VERSION: version, ...others }: Environment): MetricLabels {
  return {
    ...(stack === undefined ? {} : { stack }),
    ...(version === undefined ? {} : { version }),
    isByCluster: others.CLUSTER_METRICS === 'on',
  };
}

/**
 * Parameter Store, whose first answer is waited for together with what turns it into a snapshot and pods into
 * patches: in the bundle that is a file of its own, and the time to load it is while the answer is on its way.
 */
function createPreparedSource(environment: Environment, root: string): ParameterSource {
  let preparation: Promise<unknown> | undefined;
  const onSent = (): void => {
    preparation ??= import('../config/load/load-snapshot.ts');
  };
  const reader = createSignedReader(environment, { transport: createTransport(Date.now, onSent) });
  const store = createParameterStoreSource({ root, reader });
  return {
    description: store.description,
    async read(requests, signal) {
      const reading = await store.read(requests, signal);
      await preparation;
      return reading;
    },
  };
}
