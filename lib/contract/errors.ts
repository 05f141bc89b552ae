import { CodedError } from '../base/coded-error.ts';
/**
 * A stage found that the pod's own annotation cannot be used, which shows only on the merged pod: the pod is refused,
 * as by `Behaviour.validate`.
 */
export class RefusedAnnotationError extends CodedError<'annotation-refused'> {
  override readonly name = 'RefusedAnnotationError';
  readonly annotation: string;
  readonly value: string;

  constructor(annotation: string, value: string, message: string) {
    super('annotation-refused', message);
    this.annotation = annotation;
    this.value = value;
  }
}
