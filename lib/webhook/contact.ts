import { maxMessageCharacters, maxWarningCharacters } from '../review/respond.ts';

/**
 * A refusal that ends with whom to ask, cut so that this end survives the limit of messages; as it is where nobody is named.
 * @param contact the setting
 */
export function refusalWithContact(message: string, contact: string): string {
  if (contact === '') {
    return message;
  }
  const way = ` Questions: ${contact}`;
  const kept = message.slice(0, maxMessageCharacters - way.length - 1);
  return `${kept}${kept.endsWith('.') ? '' : '.'}${way}`;
}

/** What authors of pods read about a configuration that cannot be renewed; two warnings where one would be cut. */
export function staleWarnings(ageSeconds: number, contact: string): readonly string[] {
  const old = `the sidecar configuration is ${ageSeconds} s old and cannot be renewed`;
  const whole = `${old}; tell ${contact || 'whoever runs the injector'}`;
  return whole.length <= maxWarningCharacters ? [whole] : [`${old}; tell this address:`, contact];
}
