import { decodeOrRaw } from '../load/effective-parameters.ts';
import { tokensParameter } from '../parameter-names.ts';
import { defaultCluster } from '../snapshot.ts';
import { type Clock, within } from './clock.ts';
import { planFor } from './freshness.ts';
import type { Layer } from './layer.ts';
import type { WatchedSource } from './watched-source.ts';

/** The text of the `tokens` parameter, decoded, or why it cannot be had. */
export type TokensAnswer =
  | {
      readonly kind: 'tokens';
      /** `undefined` where there is no such parameter. */
      readonly text: string | undefined;
      /** Whether it was read recently enough that asking again would not read it again. */
      readonly isFresh: boolean;
    }
  | { readonly kind: 'unavailable'; readonly cause: string };

/** Hands out the `tokens` parameter from the cached default layer. Tokens are never pinned by a release. */
export interface TokensReader {
  /**
   * The tokens by that deadline (milliseconds since the epoch). With `refresh`, what has aged is read again first, as
   * long as a request for something old may wait: for a token that the known table refuses. Nothing is in flight
   * when it resolves, and it never rejects.
   */
  read(call: { readonly deadline: number; readonly refresh: boolean }): Promise<TokensAnswer>;
}

/** What reading tokens takes besides the layer that they stand in. */
export interface TokensReaderParts {
  readonly clock: Clock;
  readonly source: WatchedSource;
}

/** Reads tokens from a layer; keeps the last ones that could be read while newer ones cannot. */
export function createTokensReader(layer: Layer, parts: TokensReaderParts): TokensReader {
  const { clock, source } = parts;
  const name = `${defaultCluster}/${tokensParameter}`;
  let known: { readonly text: string | undefined } | undefined;
  const refresh = async (leftMs: number): Promise<void> => {
    // A token that an aged table refuses is worth the wait for something old.
    const age = layer.age() === 'stale' ? 'old' : layer.age();
    const plan = planFor({ age, outage: source.outage, now: clock.now(), leftMs });
    if (plan.kind === 'refresh') {
      const seat = layer.flight.join();
      await within(clock, plan.waitMs, seat.result).catch(() => undefined);
      seat.leave();
    }
  };
  return {
    async read(call) {
      if (call.refresh || layer.age() === 'cold') {
        await refresh(call.deadline - clock.now());
      }
      const { parameters, failures } = layer.reading;
      const failure = failures.get(name);
      if (layer.readAt !== undefined && failure === undefined) {
        const parameter = parameters.get(name);
        // A value that does not decode is no table either, and who reads tables says so.
        known = { text: parameter && decodeOrRaw(parameter) };
      }
      const cause = failure?.message ?? source.cause ?? 'Parameter Store did not answer in time';
      const isFresh = layer.age() === 'fresh' || source.isPaused();
      return known === undefined ? { kind: 'unavailable', cause } : { kind: 'tokens', text: known.text, isFresh };
    },
  };
}
