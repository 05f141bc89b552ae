import { isTrue } from '../../go/truth.ts';
import type { GoValue } from '../../go/value.ts';

/** sprig's `empty`: zero, false, nil and what has no length; structs never are. The opposite of a template's truth. */
export function isEmpty(value: GoValue): boolean {
  return !isTrue(value);
}
