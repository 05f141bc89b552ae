import { GoError } from '../../go/errors.ts';
import { kindOf, typeName } from '../../go/type-name.ts';
import { anything, type Declared, fn } from './declare.ts';
import { deepEqual } from './deep-equal.ts';

/** Types and kinds of values; failing on purpose. */
export const reflectionFunctions: readonly Declared[] = [
  ['typeOf', fn([anything], 'string', ([value]) => typeName(value))],
  ['typeIs', fn(['string', anything], 'bool', ([type, value]) => typeName(value) === type)],
  [
    'typeIsLike',
    fn(['string', anything], 'bool', ([type, value]) => typeName(value) === type || typeName(value) === `*${type}`),
  ],
  ['kindOf', fn([anything], 'string', ([value]) => kindOf(value))],
  ['kindIs', fn(['string', anything], 'bool', ([kind, value]) => kindOf(value) === kind)],
  ['deepEqual', fn([anything, anything], 'bool', ([left, right], run) => deepEqual(left, right, run))],
  [
    'fail',
    fn(['string'], 'string', ([message]) => {
      throw new GoError(message);
    }),
  ],
];
