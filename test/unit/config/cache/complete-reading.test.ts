import { expect, it } from 'vitest';
import {
  type Completion,
  completeReading,
  createPinnedVersions,
} from '../../../../lib/config/cache/complete-reading.ts';
import { digestOf, encodeRelease } from '../../../../lib/config/release/release.ts';
import type { ParameterReading } from '../../../../lib/config/source/source.ts';

interface Row {
  readonly name: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly failures?: readonly string[];
  readonly problems?: readonly object[];
  /** What is asked for besides. */
  readonly asked?: readonly (readonly string[])[];
}

const release = encodeRelease([{ name: 'default/policy', version: 1, sha256: digestOf('enabled') }]);

const rows: readonly Row[] = [
  {
    name: 'nothing where nothing is missing',
    parameters: { 'prod/templates/a': 'x' },
    failures: ['default/templates/a'],
  },
  { name: 'templates that are missing', asked: [['prod/templates/a', 'default/templates/a']] },
  {
    name: 'nothing where the newest versions are the pinned ones',
    parameters: { 'default/release': release, 'default/policy': 'enabled' },
  },
  {
    name: "nothing where the default's release cannot be read",
    failures: ['default/release'],
    problems: [{ code: 'unreadable', parameter: 'default/release' }],
  },
  {
    name: "nothing where the cluster's release cannot be read",
    parameters: { 'default/release': release },
    failures: ['prod/release'],
    problems: [{ code: 'unreadable', parameter: 'prod/release' }],
  },
  {
    name: "nothing where the default's release cannot be read and the cluster has its own",
    parameters: { 'prod/release': release, 'default/policy': 'enabled' },
    failures: ['default/release'],
  },
];

it.each(rows)(
  'completing a reading asks for $name',
  async ({ parameters = {}, failures = [], problems = [], asked = [] }) => {
    const newest: ParameterReading = {
      parameters: new Map(Object.entries(parameters).map(([name, value]) => [name, { name, value, version: 1 }])),
      failures: new Map(failures.map((name) => [name, new Error('denied')])),
    };
    const reads: (readonly string[])[] = [];
    const completion: Completion = {
      source: {
        description: '',
        read: async (requests) => {
          reads.push(requests.map(({ name }) => name));
          return { parameters: new Map(), failures: new Map() };
        },
      },
      signal: new AbortController().signal,
      templateNames: () => ['prod/templates/a', 'default/templates/a'],
      pinned: createPinnedVersions(),
      learn: () => {},
    };
    const complete = await completeReading('prod', newest, completion);
    expect(complete.problems).toMatchObject(problems);
    expect(complete.problems).toHaveLength(problems.length);
    expect(reads).toEqual(asked);
  },
);

it('a pinned version is kept where it is the one that was promoted, and asked for again where it is not', async () => {
  const pinned = createPinnedVersions();
  const pins = encodeRelease([{ name: 'default/policy', version: 2, sha256: digestOf('off') }]);
  const newest: ParameterReading = {
    parameters: new Map([['default/release', { name: 'default/release', value: pins, version: 1 }]]),
    failures: new Map(),
  };
  let reads = 0;
  const problemsWhereItIs = async (value: string) => {
    const read = async () => {
      reads += 1;
      return {
        parameters: new Map([['default/policy', { name: 'default/policy', value, version: 2 }]]),
        failures: new Map(),
      };
    };
    const { signal } = new AbortController();
    const completion = { source: { description: '', read }, signal, templateNames: () => [], pinned, learn: () => {} };
    return (await completeReading('prod', newest, completion)).problems.length;
  };
  expect([await problemsWhereItIs('other'), reads]).toEqual([1, 1]);
  expect([await problemsWhereItIs('off'), reads]).toEqual([0, 2]);
  expect([await problemsWhereItIs('off'), reads]).toEqual([0, 2]);
});
