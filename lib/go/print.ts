import { formatFloatValue } from './format-float.ts';
import { boxOf, stringOf } from './numbers.ts';
import { type Charge, Printer } from './printer.ts';
import type { GoValue } from './value.ts';

/**
 * What fmt prints for a value with `%v`, without any flags. @throws `GoDepthError` for a value that contains itself;
 * `charge` hears of the bytes made.
 */
export function formatValue(value: GoValue, charge?: Charge): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return formatFloatValue(value);
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      return value === null ? '<nil>' : formatObject(value, charge);
  }
}

function formatObject(value: Extract<GoValue, object>, charge?: Charge): string {
  const box = boxOf(value);
  return box?.kind === 'number' && box.method === undefined && typeof box.value === 'bigint'
    ? String(box.value)
    : sprint([value], charge);
}

/** fmt.Sprint: operands with a space between two that are both no strings. */
export function sprint(values: readonly GoValue[], charge?: Charge): string {
  const printer = new Printer(charge);
  let afterString = true;
  for (const value of values) {
    const isString = stringOf(value) !== undefined;
    printer.text += isString || afterString ? '' : ' ';
    printer.printOperand(value, 'v');
    afterString = isString;
  }
  return printer.finish();
}

/** fmt.Sprintln: operands with spaces between all of them, and a newline. */
export function sprintln(values: readonly GoValue[], charge?: Charge): string {
  const printer = new Printer(charge);
  values.forEach((value, index) => {
    printer.text += index === 0 ? '' : ' ';
    printer.printOperand(value, 'v');
  });
  printer.text += '\n';
  return printer.finish();
}
