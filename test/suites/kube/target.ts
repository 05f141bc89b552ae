/** A webhook that serves: where, with which certificate. */
export interface RunningTarget {
  /** Ends in `/inject`. */
  readonly url: string;
  /** The certificate's authority, PEM. */
  readonly ca: string;
  stop(): Promise<void>;
}

/** One way in which the product serves; the whole suite runs on each. */
export interface Target {
  readonly name: string;
  /** Serves the parameters of a folder. */
  start(parameters: string): Promise<RunningTarget>;
}
