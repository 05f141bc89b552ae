import { CodedError } from '../base/coded-error.ts';
import type { Subject } from './check/problem.ts';

/**
 * What can go wrong on a valid pod. All are the operator's or the product's fault, so the webhook answers 500 and
 * leaves the pod to the cluster's failurePolicy.
 *
 * - `template-missing`: the settings name a template that does not exist.
 * - `template-failed`: a template stopped with an error, or its text is not YAML of a Pod.
 * - `merge-failed`: a template's result does not fit the pod.
 * - `host-network-rendered`, `namespace-rendered`: the result would break a security rule of the decision.
 * - `forbidden-rendered`: the result has what the operator forbids templates to bring.
 * - `misapplied`: the patch does not lead to the intended pod.
 */
export type InjectErrorCode =
  | 'template-missing'
  | 'template-failed'
  | 'merge-failed'
  | 'host-network-rendered'
  | 'namespace-rendered'
  | 'forbidden-rendered'
  | 'misapplied';

/** A fault of the configuration or of this program, found while injecting. */
export class InjectError extends CodedError<InjectErrorCode> {
  override readonly name = 'InjectError';
  /** What of the injected pod breaks a rule. */
  readonly about: Subject | undefined;

  constructor(code: InjectErrorCode, message: string, options: ErrorOptions & { readonly about?: Subject } = {}) {
    super(code, message, options);
    this.about = options.about;
  }
}
