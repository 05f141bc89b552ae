import { InjectError, type InjectErrorCode } from '../inject/errors.ts';

/** Whether this program, and not the configuration, is to blame where injecting fails. */
const isOurs: Readonly<Record<InjectErrorCode, boolean>> = {
  'template-missing': false,
  'template-failed': false,
  'merge-failed': false,
  'host-network-rendered': false,
  'namespace-rendered': false,
  'forbidden-rendered': false,
  misapplied: true,
};

/**
 * Whether what was thrown is a fault of this program. A deployment goes back by such faults, and must not by one of a
 * parameter: the version before would have it too.
 */
export function isInternalFault(thrown: unknown): boolean {
  return !(thrown instanceof InjectError) || isOurs[thrown.code];
}
