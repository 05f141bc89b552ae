import { CodedError } from '../../base/coded-error.ts';
/**
 * - `wrong-type`: the value is of a kind that the field does not take.
 * - `out-of-range`: a number does not fit the field.
 * - `unknown-enum`: an enum has no such name.
 * - `bad-duration`: not a duration such as `5s` or `1m30s`.
 */
export type ProtoErrorCode = 'wrong-type' | 'out-of-range' | 'unknown-enum' | 'bad-duration';

/** A configuration that does not fit its message. `path` says where: `defaultConfig.tracing.sampling`. */
export class ProtoError extends CodedError<ProtoErrorCode> {
  override readonly name = 'ProtoError';
  readonly path: string;

  constructor(code: ProtoErrorCode, message: string, { path }: { readonly path: string }) {
    super(code, path === '' ? message : `${path}: ${message}`);
    this.path = path;
  }
}
