import { formatDirectives } from './format-directives.ts';
import { formatFloatValue } from './format-float.ts';
import type { Charge } from './printer.ts';
import type { GoValue } from './value.ts';

/**
 * fmt.Sprintf: all verbs, flags, `*`, argument indexes and error forms. `charge` hears of the bytes before they are
 * made where a width or precision asks for many.
 */
export function sprintf(format: string, values: readonly GoValue[], charge?: Charge): string {
  return simpleSprintf(format, values) ?? formatDirectives(format, values, charge);
}

/** `%s` and `%d` on their own, with operands that fit, which is most of what templates do. */
function simpleSprintf(format: string, values: readonly GoValue[]): string | undefined {
  let text = '';
  let from = 0;
  let next = 0;
  for (let at = format.indexOf('%'); at >= 0; at = format.indexOf('%', from)) {
    const piece = simpleOperand(format.charCodeAt(at + 1), values[next++]);
    if (piece === undefined) {
      return undefined;
    }
    text += format.slice(from, at) + piece;
    from = at + 2;
  }
  return next === values.length && !/[\udc80-\udcff]/.test(text) ? text + format.slice(from) : undefined;
}

function simpleOperand(verb: number, value: GoValue | undefined): string | undefined {
  const stringLike = verb === 0x73 || verb === 0x76; // s, v
  switch (typeof value) {
    case 'string':
      return stringLike ? value : undefined;
    case 'bigint':
      return verb === 0x64 || verb === 0x76 ? String(value) : undefined; // d, v
    case 'number':
      return verb === 0x76 ? formatFloatValue(value) : undefined;
    default:
      return undefined;
  }
}
