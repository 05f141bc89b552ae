import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { parse } from 'yaml';
import { encodeValue } from '../../lib/config/load/encode-value.ts';
import { creationEvent } from '../../lib/webhook/creation-event.ts';
import { root } from '../root.ts';

/** One start of the function that the cache is filled by: what Parameter Store has, and what comes then. */
export interface FillingStart {
  /** Values by name below the root. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly events: readonly object[];
}

/** It lets the start in, and nobody else: each start has a Parameter Store of its own. */
const token = 'compile-cache';
const pods = 'examples/pods';

/**
 * A start over each folder of parameters, laid out as `push` takes them. The pods are the examples, and each comes
 * twice, for the second pod of a workload goes another way.
 */
export function fillingStarts(folders: readonly string[]): readonly FillingStart[] {
  const names = readdirSync(join(root, pods)).sort();
  const events = names.map((name) => creationEvent(readPod(join(root, pods, name)), `/t/${token}/inject`));
  return folders.map((folder) => ({
    parameters: { ...readParameters(folder), 'default/tokens': tokens() },
    events: [...events, ...events],
  }));
}

function readPod(file: string) {
  return parse(readFileSync(file, 'utf8'));
}

function readParameters(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(files.map((name) => [name.split(sep).join('/'), storedText(join(folder, name))]));
}

/** As `push` stores it; `import istio` writes some that are encoded. */
function storedText(file: string): string {
  const text = readFileSync(file, 'utf8');
  return /^(gzip|br|b64):/.test(text) ? text : encodeValue(text);
}

function tokens(): string {
  return JSON.stringify({ [createHash('sha256').update(token).digest('hex')]: ['default'] });
}
