import { stringify } from 'lossless-json';

/** One JSON document for standard output, indented, with the digits of large whole numbers. */
export function formatJson(value: unknown): string {
  return `${stringify(value, undefined, 2) ?? 'null'}\n`;
}
