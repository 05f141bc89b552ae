const maxMessage = 1000;
const maxFrames = 20;
const maxCauses = 5;

/** An error as it stands in the log: bounded, with its causes. */
export interface ErrorFields {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  /** Where it was thrown; without the message, which stands above. */
  readonly stack?: readonly string[];
  readonly cause?: ErrorFields;
}

/** Describes anything that was thrown. */
export function errorFields(thrown: unknown, depth = 0): ErrorFields {
  if (!(thrown instanceof Error)) {
    return { name: typeof thrown, message: String(thrown).slice(0, maxMessage) };
  }
  const { name, message, stack, cause } = thrown;
  return {
    name,
    message: message.slice(0, maxMessage),
    ...('code' in thrown ? { code: String(thrown.code) } : {}),
    ...(stack === undefined ? {} : { stack: frames(stack) }),
    ...(cause === undefined || depth >= maxCauses ? {} : { cause: errorFields(cause, depth + 1) }),
  };
}

function frames(stack: string): readonly string[] {
  const lines = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return lines.slice(0, maxFrames).map((line) => line.trim());
}
