import { decodeOrRaw } from '../load/effective-parameters.ts';
import { tokensParameter } from '../parameter-names.ts';
import { defaultCluster } from '../snapshot.ts';
import { AGES } from './ages.ts';
import { type Clock, within } from './clock.ts';
import type { Layer } from './layer.ts';
import { Pause } from './pause.ts';

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

/** Reads tokens from a layer; keeps the last ones that could be read while newer ones cannot. */
export function createTokensReader(layer: Layer, clock: Clock): TokensReader {
  const name = `${defaultCluster}/${tokensParameter}`;
  const pause = new Pause(clock);
  let known: { readonly text: string | undefined } | undefined;
  const refresh = async (milliseconds: number): Promise<void> => {
    const seat = layer.flight.join();
    try {
      await within(clock, milliseconds, seat.result);
      pause.clear();
    } catch (cause) {
      pause.fail(cause);
    } finally {
      seat.leave();
    }
  };
  return {
    async read(call) {
      const left = call.deadline - clock.now();
      const age = layer.age();
      if (age === 'cold') {
        await refresh(left - AGES.coldReserveMs);
      } else if (age !== 'fresh' && call.refresh && !pause.isOn()) {
        await refresh(Math.min(AGES.oldWaitMs, left * AGES.oldWaitShare));
      }
      const { parameters, failures } = layer.reading;
      const failure = failures.get(name);
      if (layer.readAt !== undefined && failure === undefined) {
        const parameter = parameters.get(name);
        // A value that does not decode is no table either, and who reads tables says so.
        known = { text: parameter && decodeOrRaw(parameter) };
      }
      const cause = failure?.message ?? pause.cause ?? 'Parameter Store did not answer in time';
      const isFresh = layer.age() === 'fresh' || pause.isOn();
      return known === undefined ? { kind: 'unavailable', cause } : { kind: 'tokens', text: known.text, isFresh };
    },
  };
}
