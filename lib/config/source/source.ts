/**
 * Where parameters come from. One interface; `file` and `ssm` implement it, and one contract suite runs on both.
 * Names are paths below the root, `default/policy` or `prod/templates/gateway`.
 */
export interface ParameterSource {
  /** What it is, for messages: `file:examples/parameters`, `ssm:/sidecar-injector`. */
  readonly description: string;
  /**
   * Reads parameters by name. A name that does not exist is absent from `parameters`; one that exists but cannot
   * be had (not decryptable, say) stands in `failures`, and takes no other with it.
   * @throws SourceError where the source as a whole cannot be read.
   */
  read(requests: readonly ParameterRequest[], signal?: AbortSignal): Promise<ParameterReading>;
}

export interface ParameterRequest {
  readonly name: string;
  /** A pinned version; the newest without. */
  readonly version?: number;
}

export interface ParameterReading {
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly failures: ReadonlyMap<string, Error>;
}

/** A value as it is stored: not yet decoded from `gzip:`, `br:` or `b64:`. */
export interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly version: number;
}
