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
export class KubeError extends Error {
  override readonly name = 'KubeError';
  readonly code: KubeErrorCode;
  readonly path: string;

  constructor(code: KubeErrorCode, message: string, options: { path?: string; cause?: unknown } = {}) {
    const path = options.path ?? '';
    super(path === '' ? message : `${path}: ${message}`, { cause: options.cause });
    this.code = code;
    this.path = path;
  }
}
