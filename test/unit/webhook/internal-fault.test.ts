import { describe, expect, it } from 'vitest';
import { InjectError } from '../../../lib/inject/errors.ts';
import { isInternalFault } from '../../../lib/webhook/internal-fault.ts';

describe('a fault', () => {
  it.each([
    ['of a template', new InjectError('template-failed', 'no field Nope'), false],
    ['of a template that sets hostNetwork', new InjectError('host-network-rendered', 'hostNetwork'), false],
    ['of a patch that does not apply', new InjectError('misapplied', 'differs'), true],
    ['that nobody expected', new TypeError('x is not a function'), true],
    ['that is no error', 'nonsense', true],
  ])('%s', (_name, thrown, want) => {
    expect(isInternalFault(thrown)).toBe(want);
  });
});
