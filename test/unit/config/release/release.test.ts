import { describe, expect, it } from 'vitest';
import { decodeRelease, digestOf, encodeRelease, type Pin } from '../../../../lib/config/release/release.ts';

const sha256 = digestOf('enabled');
const pins: readonly Pin[] = [
  { name: 'prod/templates/gateway', version: 2, sha256 },
  { name: 'default/policy', version: 12, sha256 },
];

describe('a release', () => {
  const readable: readonly (readonly [name: string, text: string])[] = [
    ['as it is written', encodeRelease(pins)],
    ['with comments and blank lines', `# from Monday\n\n${encodeRelease(pins).replaceAll('\n', ' # why\n')}`],
    ['with Windows line ends', encodeRelease(pins).replaceAll('\n', '\r\n')],
    [
      'with the fields the other way round',
      pins.map((pin) => `${pin.name}: {sha256: ${sha256}, version: ${pin.version}}`).join('\n'),
    ],
    [
      'as JSON, a line for each name',
      `{\n${pins.map((pin) => `"${pin.name}": {"version": ${pin.version}, "sha256": "${sha256}"}`).join(',\n')}\n}`,
    ],
  ];
  it.each(readable)('is read %s', (_name, text) => {
    const result = decodeRelease('default/release', text);
    expect(result).toEqual({ kind: 'release', release: new Map(pins.map((pin) => [pin.name, pin])) });
  });

  it('is written sorted by name', () => {
    expect(
      encodeRelease(pins)
        .split('\n')
        .map((line) => line.split(':')[0]),
    ).toEqual(['default/policy', 'prod/templates/gateway', '']);
  });

  const good = `default/values: {version: 1, sha256: ${sha256}}`;
  const broken: readonly (readonly [name: string, line: string, message: RegExp])[] = [
    ['no version', `default/policy: {sha256: ${sha256}}`, /NAME: \{version/],
    ['version 0', `default/policy: {version: 0, sha256: ${sha256}}`, /NAME: \{version/],
    ['half a digest', 'default/policy: {version: 1, sha256: 2ab1}', /64 HEX DIGITS/],
    ['no cluster', `policy: {version: 1, sha256: ${sha256}}`, /cannot be pinned/],
    ['tokens', `default/tokens: {version: 1, sha256: ${sha256}}`, /neither tokens nor release/],
    ['another release', `prod/release: {version: 1, sha256: ${sha256}}`, /neither tokens nor release/],
    ['a name twice', good, /pinned twice/],
    ['a name that climbs', `../../x: {version: 1, sha256: ${sha256}}`, /cannot be pinned/],
  ];
  it.each(broken)('with %s is refused with its line', (_name, line, message) => {
    const result = decodeRelease('prod/release', `${good}\n${line}\n`);
    const problem = { parameter: 'prod/release', line: 2, message: expect.stringMatching(message) };
    expect(result).toMatchObject({ kind: 'invalid', problems: [problem] });
  });

  it('that pins nothing is refused', () => {
    expect(decodeRelease('default/release', '{}\n')).toMatchObject({ kind: 'invalid' });
    expect(decodeRelease('default/release', '')).toMatchObject({ kind: 'invalid' });
  });
});
