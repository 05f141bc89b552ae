import { InjectError } from './errors.ts';
import type { InjectConfiguration, InjectOutcome, InjectRequest } from './injection-types.ts';

/**
 * Injects one pod that was decided to be injected: strip, render, merge, stages, check, diff, verify.
 *
 * @throws InjectError where the configuration or this program is at fault.
 */
export function inject(_request: InjectRequest, _configuration: InjectConfiguration): InjectOutcome {
  throw new InjectError('template-failed', 'no template can be rendered yet');
}
