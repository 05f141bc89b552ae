/** Texts that templates gave since the log was started, in order; nothing is kept while it is not. */
let texts: string[] | undefined;

/** Runs an action and returns, beside its result, the text that each template gave meanwhile. */
export function recordRenderings<Result>(action: () => Result): {
  readonly result: Result;
  readonly texts: readonly string[];
} {
  const recorded: string[] = [];
  texts = recorded;
  try {
    return { result: action(), texts: recorded };
  } finally {
    texts = undefined;
  }
}

export function noteRendering(text: string): string {
  texts?.push(text);
  return text;
}
