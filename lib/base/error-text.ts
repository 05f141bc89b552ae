/** What a caught error says; what is thrown need not be an error. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
