/** The one call that serving needs: `GetParameters`, with decryption. Readers of our own and of the SDK implement it, and simulations replace it. */
export interface ParameterReader {
  /** Where it goes, for messages: `eu-central-1`, with the endpoint where it is not the Region's own. */
  readonly region: string;
  /**
   * Reads at most ten full names, each alone, as `name` or `name:version`. One attempt.
   * @throws ParameterStoreError for the call as a whole.
   */
  getParameters(selected: readonly string[], signal: AbortSignal | undefined): Promise<readonly ReadParameter[]>;
}

/** What was found for one of the names. Names that do not exist are missing from the answer. */
export interface ReadParameter {
  /** Full name, without the version that was asked for. */
  readonly name: string;
  readonly value: string;
  readonly version: number;
}

/** How many names one `GetParameters` takes. */
export const namesPerCall = 10;
