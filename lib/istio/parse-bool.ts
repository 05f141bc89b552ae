const spellings = new Map<string, boolean>([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((text) => [text, false] as const),
]);

/** strconv.ParseBool; undefined for a text that is none. */
export function parseGoBool(text: string): boolean | undefined {
  return spellings.get(text);
}

/** strconv.Atoi; undefined for a text that is none or does not fit 64 bits. */
export function parseGoInt(text: string): number | undefined {
  const value = /^[+-]?\d{1,19}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}
