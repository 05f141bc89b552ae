import type { GoValue } from '../go/value.ts';
import type { LocatedNode, NumberNode } from './node.ts';
import type { Evaluate } from './run.ts';

/** A value that the template spells. */
export function constant(node: LocatedNode, value: GoValue): Evaluate {
  return (run) => {
    run.node = node;
    run.boxed = false;
    return value;
  };
}

/** What fails whenever it is reached, and not before. */
export function failing(node: LocatedNode, message: string): Evaluate {
  return (run) => {
    run.node = node;
    return run.fail(message);
  };
}

/** A number on its own has the type that its spelling tells: complex, float, or else int. */
export function idealConstant(node: NumberNode): Evaluate {
  const { int, float, complex } = node.constant;
  if (complex !== undefined) {
    return constant(node, { kind: 'complex', type: 'complex128', ...complex });
  }
  const isHexadecimal = /^0[xX]/.test(node.text) && !/[pP]/.test(node.text);
  if (float !== undefined && !isHexadecimal && !node.text.startsWith("'") && /[.eEpP]/.test(node.text)) {
    return constant(node, float);
  }
  return int === undefined ? failing(node, `${node.text} overflows int`) : constant(node, int);
}
