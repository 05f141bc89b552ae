import { openAuthenticator } from '../lib/auth/authenticator.ts';
import { createTokenAuthenticator } from '../lib/auth/tokens.ts';
import { createSnapshotCache } from '../lib/config/cache/snapshot-cache.ts';
import { loadSnapshot, templateNames } from '../lib/config/load-snapshot.ts';
import { createSsmSource, DEFAULT_ROOT } from '../lib/config/ssm/ssm-source.ts';
import { formatEventLine } from '../lib/observe/event-log.ts';
import { createGatewayHandler } from '../lib/webhook/gateway-handler.ts';

const { env } = process;
const log = (line: string): void => void process.stdout.write(`${line}\n`);
const source = createSsmSource(env.PARAMETER_ROOT ?? DEFAULT_ROOT, env);
const provider = createSnapshotCache({ source, loadSnapshot, templateNames });
const onProblem = (error: Error): void => log(formatEventLine({ at: Date.now(), event: 'tokens-unusable', error }));

// Whoever may call without a token is a decision, so it is made by name; anything else asks for tokens.
const authenticator = env.AUTH === 'none' ? openAuthenticator : createTokenAuthenticator(provider.tokens, onProblem);

await provider.warm();

/** Answers the AdmissionReviews that API Gateway passes on. */
export const handler = createGatewayHandler({ provider, authenticator, log, now: Date.now, random: Math.random });
