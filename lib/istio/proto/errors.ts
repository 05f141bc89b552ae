/**
 * - `wrong-type`: the value is of a kind that the field does not take.
 * - `out-of-range`: a number does not fit the field.
 * - `unknown-enum`: an enum has no such name.
 * - `bad-duration`: not a duration such as `5s` or `1m30s`.
 */
export type ProtoErrorCode = 'wrong-type' | 'out-of-range' | 'unknown-enum' | 'bad-duration';

/** A configuration that does not fit its message. `path` says where: `defaultConfig.tracing.sampling`. */
export class ProtoError extends Error {
  override readonly name = 'ProtoError';
  readonly code: ProtoErrorCode;
  readonly path: string;

  constructor(code: ProtoErrorCode, path: string, message: string) {
    super(path === '' ? message : `${path}: ${message}`);
    this.code = code;
    this.path = path;
  }
}
