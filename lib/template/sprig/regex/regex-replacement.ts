import type { RegexMatch } from './regex-engine.ts';

const reference = /\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu;
const groupNumber = /^(?:0|[1-9]\d{0,8})$/;

/** Go's Regexp.Expand: `$1`, `$name`, `${name}`, `$$`; a name reaches as far as it can, and unknown ones are empty. */
export function expandReplacement(template: string, match: RegexMatch): string {
  if (!template.includes('$')) {
    return template;
  }
  return template.replace(reference, (_, braced?: string, bare?: string) => {
    const name = braced ?? bare;
    if (name === undefined) {
      return '$';
    }
    return groupNumber.test(name) ? match.group(Number(name)) : match.named(name);
  });
}
