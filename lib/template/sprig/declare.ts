import { GoPanic } from '../../go/errors.ts';
import type { GoMap, GoStruct, GoTypedMap, GoValue } from '../../go/value.ts';
import type { RunContext, TemplateFunction } from '../function.ts';

/** Go's `interface {}`, the type of a parameter or result that takes anything. */
export const anything = 'interface {}';
/** Go's `map[string]interface {}`. */
export const dictType = 'map[string]interface {}';
/** Go's `[]interface {}`. */
export const listType = '[]interface {}';

/** A dictionary argument: a map, or the typed nil that stands for a missing one. */
export type Dict = GoMap | GoTypedMap;

interface ArgumentTypes {
  readonly string: string;
  readonly int: bigint;
  readonly bool: boolean;
  readonly float64: number;
  readonly 'map[string]interface {}': Dict;
  readonly 'time.Time': GoStruct;
}

type Argument<Type> = Type extends keyof ArgumentTypes ? ArgumentTypes[Type] : GoValue;
type Arguments<Types extends readonly string[]> = { readonly [Index in keyof Types]: Argument<Types[Index]> };

/** A row of a function table. */
export type Declared = readonly [name: string, fn: TemplateFunction];

/** Declares a function of a fixed number of parameters; the engine has checked the arguments before it is called. */
export function fn<const Types extends readonly string[]>(
  params: Types,
  result: string,
  call: (args: Arguments<Types>, run: RunContext) => GoValue,
): TemplateFunction {
  return { params, result, call: (args, run) => call(decodeArguments(args), run) };
}

/** The engine's check of `params` is what makes this true. */
function decodeArguments<Types extends readonly string[]>(args: readonly GoValue[]): Arguments<Types> {
  return args as Arguments<Types>;
}

/** Declares a function whose last parameter may come any number of times. */
export function variadic(
  params: readonly string[],
  result: string,
  call: (args: readonly GoValue[], run: RunContext) => GoValue,
): TemplateFunction {
  return { params, variadic: true, result, call };
}

/** The map behind a dictionary argument; undefined for a nil one. */
export function mapOf(dict: GoValue | undefined): GoMap | undefined {
  return dict instanceof Map ? dict : undefined;
}

/** A text argument of a variadic function. */
export function textOf(value: GoValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** What Go panics with when a nil interface is asked for its type. */
export function nilDereference(): GoPanic {
  return new GoPanic('runtime error: invalid memory address or nil pointer dereference');
}
