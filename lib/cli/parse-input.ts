import type { JsonValue } from '../json/json-value.ts';
import { YamlError } from '../yaml/errors.ts';
import { parseYaml, type YamlOptions } from '../yaml/parse-yaml.ts';
import { CommandError } from './errors.ts';

/**
 * Parses one YAML or JSON document that a user gave.
 * @param name what it is called in messages
 * @param options `wholesAsBigint`: as `parseYaml` has it
 * @throws CommandError with the place, and the lines around it.
 */
export function parseInput(text: string, name: string, options: Pick<YamlOptions, 'wholesAsBigint'> = {}): JsonValue {
  try {
    return parseYaml(text, { name, ...options });
  } catch (cause) {
    if (cause instanceof YamlError) {
      throw new CommandError(`${cause.message}\n${cause.frame}`, { cause });
    }
    throw cause;
  }
}
