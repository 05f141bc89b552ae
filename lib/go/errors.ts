import { CodedError } from '../base/coded-error.ts';
/** An error that a Go function returned: the engine reports it as `error calling NAME: MESSAGE`. */
export class GoError extends Error {
  override readonly name = 'GoError';
}

/** A Go panic inside a function: the engine recovers it and reports it as text/template does. */
export class GoPanic extends Error {
  override readonly name = 'GoPanic';
}

/** A value that is nested so deeply, or contains itself, that printing or encoding it was given up. */
export class GoDepthError extends CodedError<'value-depth'> {
  override readonly name = 'GoDepthError';

  constructor(message: string) {
    super('value-depth', message);
  }
}
