import { encodeValue, tierBytes } from '../../config/load/encode-value.ts';
import { tokensParameter } from '../../config/parameter-names.ts';
import { defaultCluster } from '../../config/snapshot.ts';
import { formatDiff } from '../text-diff.ts';
import type { Listing, ParameterType, StoredParameter, Tier } from './parameter-admin.ts';

/** A parameter that would be written, with what it replaces. */
export interface Change {
  readonly name: string;
  /** What is stored now, decoded (undefined where it cannot be decrypted); undefined where there is nothing yet. */
  readonly before: { readonly text: string | undefined; readonly version: number } | undefined;
  readonly text: string;
  /** The text as it will be stored. */
  readonly value: string;
  readonly tier: Tier;
  readonly type: ParameterType;
}

/** A text that no tier can hold. */
export interface TooLarge {
  readonly name: string;
  /** As stored, encoded. */
  readonly bytes: number;
}

export interface ChangePlan {
  readonly changes: readonly Change[];
  readonly tooLarge: readonly TooLarge[];
  readonly unchanged: number;
}

/** What writing `texts` over what is stored would change. `decode` turns a stored value into its text. */
export function planChanges(
  texts: ReadonlyMap<string, string>,
  { parameters, unreadable }: Listing,
  decode: (parameter: StoredParameter) => string,
): ChangePlan {
  const changes: Change[] = [];
  const tooLarge: TooLarge[] = [];
  let unchanged = 0;
  for (const [name, text] of texts) {
    const now = parameters.get(name);
    const version = now?.version ?? unreadable.get(name)?.version;
    const before = version === undefined ? undefined : { text: now && decode(now), version };
    if (before?.text === text) {
      unchanged += 1;
      continue;
    }
    const value = encodeValue(text);
    const tier = tierFor(Buffer.byteLength(value));
    if (tier === undefined) {
      tooLarge.push({ name, bytes: Buffer.byteLength(value) });
    } else {
      changes.push({ name, before, text, value, tier, type: typeOf(name) });
    }
  }
  return { changes, tooLarge, unchanged };
}

/** The cheapest tier that holds a value of so many bytes; undefined where none does. */
export function tierFor(bytes: number): Tier | undefined {
  return (['Standard', 'Advanced'] as const).find((tier) => bytes <= tierBytes[tier]);
}

/** Only `tokens` is a secret; SecureString costs a KMS call at every read. */
function typeOf(name: string): ParameterType {
  return name === `${defaultCluster}/${tokensParameter}` ? 'SecureString' : 'String';
}

/** The changes as unified diffs of the texts. Of secrets only that they change. */
export function formatChanges(changes: readonly Change[], color: boolean): string {
  return changes.map((change) => formatChange(change, color)).join('');
}

function formatChange({ name, before, text, type, tier }: Change, color: boolean): string {
  const from = before === undefined ? '/dev/null' : `${name} (version ${before.version})`;
  if (type === 'SecureString') {
    return `--- ${from}\n+++ ${name} (new, SecureString: not shown)\n`;
  }
  const note = tier === 'Advanced' ? ', advanced tier' : '';
  return `${formatDiff(before?.text ?? '', text, { from, to: `${name} (new${note})`, color })}\n`;
}

/** What cannot be stored, by name and size, with the advice. */
export function describeTooLarge(tooLarge: readonly TooLarge[]): string {
  return tooLarge
    .map(
      ({ name, bytes }) =>
        `${name}: ${bytes} bytes after compression. Parameter Store holds ${tierBytes.Advanced}: ${adviceOnSize(name)}`,
    )
    .join('\n');
}

/** How a parameter gets smaller; `name` with or without its folder. */
export function adviceOnSize(name: string): string {
  return /(^|\/)template(s\/|$)/.test(name)
    ? 'remove comments and branches that your clusters do not use, or split it and list both under defaultTemplates'
    : 'remove what your templates do not read';
}
