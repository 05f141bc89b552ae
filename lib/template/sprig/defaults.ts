import type { GoValue } from '../../go/value.ts';
import { anything, type Declared, fn, variadic } from './declare.ts';
import { isEmpty } from './empty.ts';

/** Defaults and choices. */
export const defaultFunctions: readonly Declared[] = [
  ['default', variadic([anything, anything], anything, (args) => orDefault(args))],
  ['empty', fn([anything], 'bool', ([value]) => isEmpty(value))],
  ['coalesce', variadic([anything], anything, (args) => args.find((value) => !isEmpty(value)) ?? null)],
  ['all', variadic([anything], 'bool', (args) => args.every((value) => !isEmpty(value)))],
  ['any', variadic([anything], 'bool', (args) => args.some((value) => !isEmpty(value)))],
  ['ternary', fn([anything, anything, 'bool'], anything, ([yes, no, choice]) => (choice ? yes : no))],
];

function orDefault(args: readonly GoValue[]): GoValue {
  const given = args[1];
  return given === undefined || isEmpty(given) ? (args[0] ?? null) : given;
}
