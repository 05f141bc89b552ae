import type { Environment } from '../config/source/ssm/region.ts';
import { createInjector } from './create-injector.ts';
import type { GatewayHandler } from './gateway-handler.ts';

/** Where lines of the log go: standard output, in Lambda. */
export interface LogOutput {
  readonly write: (text: string) => unknown;
}

/** A Lambda environment's INIT: makes the handler and has ready what the first request needs. */
export type StartInjector = typeof startInjector;

/**
 * Starts the webhook in a new Lambda environment, as `createInjector` says.
 * @throws Error where a variable says what nobody knows
 */
export async function startInjector(environment: Environment, output: LogOutput): Promise<GatewayHandler> {
  const injector = createInjector(environment, (line) => void output.write(`${line}\n`));
  await injector.warm();
  return injector.handler;
}
