import { BoundedCache } from '../../../base/bounded-cache.ts';
import { trimEnd } from '../../../base/trim-end.ts';
import { type Clock, systemClock } from '../../cache/clock.ts';
import type { Parameter, ParameterReading, ParameterRequest, ParameterSource } from '../source.ts';
import { ParameterStoreError } from './errors.ts';
import { namesPerCall, type ParameterReader, type ReadParameter } from './parameter-reader.ts';
import { withRetries } from './retry.ts';

/** Where parameters live unless the environment says otherwise (`PARAMETER_ROOT`). */
export const defaultRoot = '/sidecar-injector';

/** What a source of Parameter Store is made of. */
export interface SsmSourceOptions {
  /** Where our parameters live, such as `/sidecar-injector`. */
  readonly root: string;
  readonly reader: ParameterReader;
  readonly clock?: Clock;
}

/** What a parameter may be called below the root: segments of letters, digits and `. - _`. */
const namePattern = /^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/;
/** The longest full name that Parameter Store takes. */
const nameCharacters = 1011;

/** How many names are remembered to be read alone. */
const namesApart = 100;

/**
 * Reads parameters by name from AWS Systems Manager Parameter Store: at most ten names a call, calls side by side,
 * each retried until the signal is aborted. Where a call fails because one value cannot be decrypted, its names are
 * read again one by one, so that the value takes no other with it; from then on that value has a call of its own,
 * until it can be decrypted, and costs one read more and not ten.
 */
export function createParameterStoreSource({ root, reader, clock = systemClock }: SsmSourceOptions): ParameterSource {
  const prefix = `${trimEnd(root, '/')}/`;
  const apart = new BoundedCache<true>({ maxEntries: namesApart });
  const read = async (batch: readonly ParameterRequest[], signal: AbortSignal | undefined): Promise<Answer> => {
    const selected = batch.map(({ name, version }) => `${prefix}${name}${version === undefined ? '' : `:${version}`}`);
    const what = `ssm:GetParameters below ${prefix} in ${reader.region}`;
    try {
      const found = await withRetries(() => reader.getParameters(selected, signal), { clock, signal, what });
      for (const { name } of batch) {
        apart.delete(name);
      }
      return { found, failures: [] };
    } catch (cause) {
      if (!(cause instanceof ParameterStoreError) || cause.code !== 'key-unavailable') {
        throw cause;
      }
      const [only, ...others] = batch;
      if (only === undefined || others.length > 0) {
        return join(await Promise.all(batch.map((request) => read([request], signal))));
      }
      apart.set(only.name, true);
      return { found: [], failures: [[only.name, cause]] };
    }
  };
  return {
    description: `ssm:${root} in ${reader.region}`,
    async read(requests, signal) {
      const readable = requests.filter(({ name }) => isName(prefix, name));
      const refused = requests.filter((request) => !readable.includes(request));
      const answers = await Promise.all(intoCalls(readable, apart).map((batch) => read(batch, signal)));
      return collect(prefix, join([...answers, { found: [], failures: refused.map(refuse) }]));
    },
  };
}

interface Answer {
  readonly found: readonly ReadParameter[];
  readonly failures: readonly (readonly [string, Error])[];
}

/** Ten names a call at most, and no name twice in one: Parameter Store refuses that. Those apart are alone in theirs. */
function intoCalls(requests: readonly ParameterRequest[], apart: BoundedCache<true>) {
  const alone = requests.filter(({ name }) => apart.get(name) !== undefined);
  const calls: ParameterRequest[][] = [];
  for (const request of requests.filter((each) => !alone.includes(each))) {
    const free = calls.find((call) => call.length < namesPerCall && call.every(({ name }) => name !== request.name));
    if (free === undefined) {
      calls.push([request]);
    } else {
      free.push(request);
    }
  }
  return [...calls, ...alone.map((request) => [request])];
}

function isName(prefix: string, name: string): boolean {
  return namePattern.test(name) && prefix.length + name.length <= nameCharacters;
}

function refuse({ name }: ParameterRequest): readonly [string, Error] {
  const message =
    `"${name.slice(0, 100)}" cannot be a parameter's name: use letters, digits, dots, dashes and underscores, ` +
    `${nameCharacters} characters with the root at most`;
  return [name, new ParameterStoreError('bad-name', message)];
}

function join(answers: readonly Answer[]): Answer {
  return { found: answers.flatMap(({ found }) => found), failures: answers.flatMap(({ failures }) => failures) };
}

function collect(prefix: string, { found, failures }: Answer): ParameterReading {
  const parameters = new Map<string, Parameter>();
  for (const { name, value, version } of found) {
    const short = name.slice(prefix.length);
    parameters.set(short, { name: short, value, version });
  }
  return { parameters, failures: new Map(failures) };
}
