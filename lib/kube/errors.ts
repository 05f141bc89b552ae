import { CodedError } from '../base/coded-error.ts';
/** What was wrong with a Kubernetes object or a part of one. */
export type KubeErrorCode =
  | 'wrong-type'
  | 'out-of-range'
  | 'bad-quantity'
  | 'bad-time'
  | 'bad-base64'
  | 'bad-selector'
  | 'unknown-type'
  | 'bad-json';

/** A Kubernetes object that Go's typed API would refuse. `path` leads to the value: `spec.containers[0].ports`. */
export class KubeError extends CodedError<KubeErrorCode> {
  override readonly name = 'KubeError';
  readonly path: string;

  constructor(code: KubeErrorCode, message: string, options: { path?: string; cause?: unknown } = {}) {
    const path = options.path ?? '';
    super(code, path === '' ? message : `${path}: ${message}`, { cause: options.cause });
    this.path = path;
  }
}
