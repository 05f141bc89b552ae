import { describe, expect, it } from 'vitest';
import { emptyProblems, hostPortProblems, nameProblems } from '../../../../lib/inject/check/name-problems.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';

const named = (...names: string[]): JsonObject[] => names.map((name) => ({ name }));
const asking = (name: string, ...ports: JsonObject[]): JsonObject => ({ name, ports });

describe('names of containers', () => {
  it.each<readonly [JsonObject, readonly string[]]>([
    [{ containers: named('a', 'b'), initContainers: named('c'), ephemeralContainers: named('d') }, []],
    [{ containers: named('a', 'b', 'a') }, ['container "a" is twice in containers']],
    [
      { containers: named('a'), initContainers: named('a') },
      ['container "a" is in both containers and initContainers'],
    ],
    [
      { containers: named('a'), ephemeralContainers: named('a', 'b', 'b') },
      ['container "a" is in both containers and ephemeralContainers', 'container "b" is twice in ephemeralContainers'],
    ],
  ])('of %j', (spec, want) => {
    expect(nameProblems({ spec }).map(({ text }) => text)).toEqual(want);
  });

  it('are of containers, of which there must be one', () => {
    expect(emptyProblems({ spec: { containers: named('a') } })).toEqual([]);
    expect(emptyProblems({ spec: { initContainers: named('a') } })).toHaveLength(1);
  });
});

describe("ports of the host's", () => {
  const both = (one: string, other: string, port: string): string =>
    `containers "${one}" and "${other}" both ask for the host's port ${port}`;
  const [first, second] = [asking('a', { hostPort: 80 }), asking('b', { hostPort: 80 })];
  it.each<readonly [string, JsonObject, readonly string[]]>([
    ['that two ask for', { containers: [first, second] }, [both('a', 'b', 'TCP 80')]],
    [
      'that one asks for twice',
      { containers: [asking('a', { hostPort: 80 }, { hostPort: 80 })] },
      [both('a', 'a', 'TCP 80')],
    ],
    ['of two protocols', { containers: [first, asking('b', { hostPort: 80, protocol: 'UDP' })] }, []],
    ['of two addresses', { containers: [first, asking('b', { hostPort: 80, hostIP: '10.0.0.1' })] }, []],
    [
      'of one address',
      {
        containers: [
          asking('a', { hostPort: 80, hostIP: '10.0.0.1' }),
          asking('b', { hostPort: 80, hostIP: '10.0.0.1' }),
        ],
      },
      [both('a', 'b', 'TCP 10.0.0.1 80')],
    ],
    [
      'that nobody asks for',
      { containers: [asking('a', { hostPort: 0 }), asking('b', { hostPort: 0 }, { hostPort: null }, {})] },
      [],
    ],
    ['of init containers, which run one by one', { initContainers: [first, second] }, []],
    [
      'of one init container twice',
      { initContainers: [asking('a', { hostPort: 1 }, { hostPort: 1 })] },
      [both('a', 'a', 'TCP 1')],
    ],
  ])('%s', (_name, spec, want) => {
    expect(hostPortProblems({ spec }).map(({ text }) => text)).toEqual(want);
  });
});
