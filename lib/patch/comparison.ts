import type { TypePosition } from './list-keys.ts';
import type { Recorder, Setter } from './operation.ts';

/** Where a comparison stands. */
export interface Comparison {
  readonly path: string;
  /** How a new value gets here. */
  readonly setter: Setter;
  readonly position: TypePosition | undefined;
  readonly recorder: Recorder;
}
