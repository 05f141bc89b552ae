import { openAuthenticator } from '../auth/authenticator.ts';
import { createTokenAuthenticator } from '../auth/tokens.ts';
import { BoundedCache } from '../base/bounded-cache.ts';
import { createSnapshotCache } from '../config/cache/snapshot-cache.ts';
import type { ParameterSource } from '../config/source/source.ts';
import { createParameterStoreSource, defaultRoot } from '../config/source/ssm/parameter-store-source.ts';
import type { Environment } from '../config/source/ssm/region.ts';
import { createSignedReader } from '../config/source/ssm/signed-reader.ts';
import { createTransport } from '../config/source/ssm/transport.ts';
import { formatEventLine } from '../observe/event-log.ts';
import type { MetricLabels } from '../observe/metrics.ts';
import { type Address, parseAddress } from './address.ts';
import { deployedRules, underRules } from './deployed-rules.ts';
import { createGatewayHandler, type GatewayHandler } from './gateway-handler.ts';
import { RecentPods } from './recent-pods.ts';
import type { ReviewCore } from './review-core.ts';
import { warmUp } from './warm-up.ts';
import type { WebhookParts } from './webhook-parts.ts';

/** The webhook as Lambda runs it. */
export interface Injector {
  /**
   * Reads the configuration, and has it and what it runs ready before the first request; what fails is read again by
   * that. Never rejects.
   */
  readonly warm: () => Promise<void>;
  /** Answers the AdmissionReviews that API Gateway passes on. */
  readonly handler: GatewayHandler;
}

/**
 * Connects the webhook to Parameter Store, as the environment says: `PARAMETER_ROOT`, `AUTH`, `AUTHOR_MAY`,
 * `FORBID`, and what `createSignedReader` looks at. Nothing is read before `warm` or the first request.
 * @param log takes one line of JSON, without its end
 * @throws Error where `AUTHOR_MAY` or `FORBID` says what nobody knows
 */
export function createInjector(environment: Environment, log: (line: string) => void): Injector {
  const root = environment.PARAMETER_ROOT ?? defaultRoot;
  const rules = deployedRules(environment);
  const recent = new RecentPods();
  let loaded: ReviewCore | undefined;
  const core = once(async () => {
    loaded = (await import('./review-core.ts')).createReviewCore();
    return loaded;
  });
  const provider = createSnapshotCache({
    source: createPreparedSource(environment, root, core),
    loadSnapshot: async (cluster, reading) => underRules(await (await core()).loadSnapshot(cluster, reading), rules),
    templateNames: async (cluster, reading) => (await core()).templateNames(cluster, reading),
    // What made the candidate is loaded.
    trial: (candidate, present) =>
      loaded?.tryConfiguration({ candidate, present, recent: recent.of(present.cluster), cpuMs }) ?? { kind: 'fit' },
  });
  const onProblem = (error: unknown): void => log(formatEventLine({ at: Date.now(), event: 'tokens-unusable', error }));
  // To let callers in without a token is a decision, so it is made by name; anything else asks for tokens.
  const authenticator =
    environment.AUTH === 'none' ? openAuthenticator : createTokenAuthenticator(provider.tokens, onProblem);
  const labels = labelsOf(environment);
  const addresses = new BoundedCache<Address>({ maxEntries: 100, maxCharacters: 50_000 });
  const parts: WebhookParts = {
    provider,
    authenticator,
    log,
    now: Date.now,
    random: Math.random,
    core,
    recent,
    addressOf: (path) => addresses.getOrMake(path, () => parseAddress(path)),
    labels,
  };
  return {
    async warm() {
      await provider.warm();
      await warmUp(parts);
    },
    handler: createGatewayHandler(parts),
  };
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** `STACK` and `CLUSTER_METRICS` come from the deployment, the function's name and version from Lambda. */
function labelsOf(environment: Environment): MetricLabels {
  const { STACK: stack, AWS_LAMBDA_FUNCTION_NAME: functionName, AWS_LAMBDA_FUNCTION_VERSION: version } = environment;
  return {
    ...(stack === undefined ? {} : { stack }),
    ...(functionName === undefined ? {} : { functionName }),
    ...(version === undefined ? {} : { version }),
    isByCluster: environment.CLUSTER_METRICS === 'on',
  };
}

/** Parameter Store. What its first answer is good for is loaded until that comes. */
function createPreparedSource(
  environment: Environment,
  root: string,
  core: () => Promise<ReviewCore>,
): ParameterSource {
  const transport = createTransport(Date.now, () => void core());
  return createParameterStoreSource({ root, reader: createSignedReader(environment, { transport }) });
}

/** Starts something with the first call; the others get the same. */
function once<T>(start: () => Promise<T>): () => Promise<T> {
  let started: Promise<T> | undefined;
  return () => {
    started ??= start();
    return started;
  };
}
