import { CommandError } from '../errors.ts';

/** The labels of `--namespace-labels KEY=VALUE,KEY=VALUE`. @throws CommandError for what is not of that form. */
export function parseLabels(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').filter((pair) => pair.trim() !== '');
  return Object.fromEntries(pairs.map(parseLabel));
}

function parseLabel(pair: string): readonly [string, string] {
  const equals = pair.indexOf('=');
  if (equals < 1) {
    const problem = `--namespace-labels: ${JSON.stringify(pair)} is not KEY=VALUE`;
    throw new CommandError(`${problem}; write them as sidecar-injection=enabled,team=shop`, { code: 'usage' });
  }
  return [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()];
}
