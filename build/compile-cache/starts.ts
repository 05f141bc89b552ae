import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { JsonObject } from '../../lib/json/json-value.ts';
import { creationEvent } from '../../lib/webhook/creation-event.ts';
import { root } from '../root.ts';
import { storedParameters } from './stored-parameters.ts';

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
    parameters: { ...storedParameters(folder), 'default/tokens': tokens() },
    events: [...events, ...events],
  }));
}

function readPod(file: string): JsonObject {
  return parse(readFileSync(file, 'utf8'));
}

function tokens(): string {
  return JSON.stringify({ [createHash('sha256').update(token).digest('hex')]: ['default'] });
}
