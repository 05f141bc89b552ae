import type { GoValue } from '../go/value.ts';
import type { Tree } from './parser.ts';
import type { Operand } from './run.ts';
import type { Source } from './source.ts';

/** A place in a template: `at` is the offset in the source that errors point to. */
export interface WatchedPlace {
  readonly source: Source;
  readonly at: number;
}

/** A piece of a template's output and what wrote it. Offsets are in UTF-16 units. */
export interface Written extends WatchedPlace {
  /** Of a text every character stands in the source; of an action only the action does. */
  readonly isText: boolean;
  /** Where in the output the piece begins and ends. */
  readonly from: number;
  readonly to: number;
}

/** One way through a branch: into its list or its `else`, written or not. */
export interface Arm extends WatchedPlace {
  readonly arm: 'list' | 'else';
}

/** A key that a map does not have, and those that it has. */
export interface Lack extends WatchedPlace {
  readonly key: string;
  readonly keys: readonly string[];
}

/** A call of a function. */
export interface WatchedCall extends WatchedPlace {
  readonly name: string;
  readonly args: readonly GoValue[];
  readonly result: Operand;
}

/**
 * Looks on while a template is rendered. A template that is compiled with one tells it everything; one that is
 * compiled without spends nothing on it.
 */
export interface RenderWatch {
  /** The trees of a template, once it is parsed: its own by its name, and those that it defines. */
  readonly parsed?: (trees: ReadonlyMap<string, Tree>) => void;
  readonly wrote?: (piece: Written) => void;
  readonly entered?: (arm: Arm) => void;
  /** An action had no value to write, and wrote `<no value>`. */
  readonly missing?: (place: WatchedPlace) => void;
  /** A field was asked of a map that does not have it. */
  readonly lacked?: (lack: Lack) => void;
  readonly called?: (call: WatchedCall) => void;
}
