import { describe, expect, it } from 'vitest';
import { findVersion, type VersionSources } from '../../../../lib/istio/version/find-version.ts';
import { formatIstioVersion } from '../../../../lib/istio/version/istio-version.ts';
import { arrivals, departures, versionsOfTemplate } from '../../../../lib/istio/version/marks.ts';
import { refusalOf } from '../../../../lib/istio/version/old-versions.ts';

/** What a template of a minor version has, as far as marks go. */
const templateOf = (minor: number): string =>
  [...arrivals.filter((mark) => mark.minor <= minor), ...departures.filter((mark) => mark.minor >= minor)]
    .map(({ text }) => `{{ ${text} }}`)
    .join('\n');

const sources = (changes: Partial<VersionSources> & { readonly template?: string } = {}): VersionSources => {
  const { template, ...others } = changes;
  const templates = new Map(template === undefined ? [] : [['sidecar', template]]);
  return { templates, hasSingleTemplate: false, ...others };
};

function tell(given: Parameters<typeof sources>[0]): string {
  const found = findVersion(sources(given));
  switch (found.kind) {
    case 'found':
      return [`${formatIstioVersion(found.version)} by ${found.seen}`, ...found.notes].join('; ');
    case 'too-old':
      return refusalOf(found.sign);
    case 'open':
      return found.message;
  }
}

describe('versionsOfTemplate', () => {
  it.each(arrivals.map(({ minor }) => minor))('knows the template of 1.%i', (minor) => {
    expect(versionsOfTemplate(templateOf(minor))).toEqual({ from: minor, to: minor });
  });

  it.each([
    ['nothing of Istio', 'spec: {}', undefined],
    ['a changed template, by what it has', templateOf(26).replace('trunc 63', ''), { from: 26, to: 26 }],
    ['a changed template without anything that went', templateOf(29).replace('trunc 63', ''), { from: 29, to: 31 }],
    ['marks that exclude each other', `.ProxyInitImage env "ENABLE_NATIVE_SIDECARS"`, undefined],
  ])('tells of %s', (_, template, want) => {
    expect(versionsOfTemplate(template)).toEqual(want);
  });
});

describe('findVersion', () => {
  it('asks the user, istiod, the values and the template, in this order', () => {
    const all = { said: '1.20', istiodTag: '1.21.3', valuesTag: '1.22.1', template: templateOf(23) };
    expect(tell(all)).toMatch(
      /^1\.20 by --istio-version; the tag of istiod's image says 1\.21\.3, .*: 1\.20 is taken; the tag in values\.global\.tag says 1\.22\.1.*; the sidecar template looks like Istio 1\.23, /,
    );
    const { said: _said, ...second } = all;
    expect(tell(second)).toMatch(/^1\.21\.3 by the tag of istiod's image;/);
    expect(tell({ valuesTag: '1.22.1', template: templateOf(22) })).toBe('1.22.1 by the tag in values.global.tag');
    expect(tell({ valuesTag: 'latest', template: templateOf(26) })).toBe('1.26 by the marks of the sidecar template');
  });

  it('asks where versions differ that it cannot tell apart', () => {
    const changed = templateOf(29).replace('trunc 63', '');
    expect(tell({ template: changed })).toMatch(/can be of Istio 1\.29 to 1\.31, whose injectors differ; say which/);
    expect(tell({ template: 'spec: {}' })).toMatch(/nothing tells which version/);
    const quiet = templateOf(25).replace('trunc 63', '');
    expect(tell({ template: quiet })).toBe('1.26 by the marks of the sidecar template');
  });

  it.each([
    [
      '1.22',
      /^1\.22 by --istio-version; Istio 1\.22 is taken for its newest patch; if istiod is older than 1\.22\.1, /,
    ],
    ['1.28', /older than 1\.28\.4, say which with --istio-version/],
    ['1.22.0', /^1\.22\.0 by --istio-version$/],
    ['1.26', /^1\.26 by --istio-version$/],
    ['1.40', /^1\.40 by --istio-version; Istio 1\.40 is newer than what is known here: it is taken for 1\.31$/],
  ])('tells of %s where its patches behave in different ways', (said, want) => {
    expect(tell({ said })).toMatch(want);
  });

  it.each([
    ['another patch', '1.22.2', '1.22.8', /the tag of istiod's image says 1\.22\.8, .*: 1\.22\.2 is taken/],
    ['a patch that behaves otherwise', '1.22', '1.22.0', /image says 1\.22\.0, .*: 1\.22 is taken/],
    ['a patch of the same behaviour', '1.26', '1.26.1', /^1\.26 by --istio-version$/],
  ])('takes %s for what it is', (_, said, istiodTag, want) => {
    expect(tell({ said, istiodTag })).toMatch(want);
  });

  it('takes the newest row for a version that is newer than the table, and says so', () => {
    expect(tell({ said: '1.40', template: templateOf(31) })).toMatch(/^1\.40 by --istio-version; Istio 1\.40 is newer/);
  });

  it('takes tags of other distributions for no version', () => {
    expect(tell({ valuesTag: '2.5.0', template: templateOf(18) })).toBe('1.18 by the marks of the sidecar template');
  });

  it('throws where the user says what is no version', () => {
    expect(() => findVersion(sources({ said: 'newest' }))).toThrow(/"newest" is no version of Istio/);
  });

  const concurrency = '{{ if gt .EstimatedConcurrency 0 }}{{ end }}';
  const restarting = [
    'spec:',
    '  initContainers:',
    '  - name: istio-init',
    '    env:',
    '    - name: A',
    '    restartPolicy: Always',
    '  containers:',
  ].join('\n');
  it.each([
    ['a tag', { valuesTag: '1.17.8', template: templateOf(18) }, /Istio 1\.17\.8 \(the tag in values\.global\.tag\)/],
    ['what the user says', { said: '1.9' }, /Istio 1\.9 \(--istio-version\).*istio-init would be started again/],
    ['a mark and a tag', { valuesTag: '1.13.4', template: concurrency }, /Istio 1\.13\.4 .*no pod could be injected/],
    ['a mark, whatever is said', { said: '1.30', template: concurrency }, /Istio 1\.11 to 1\.17 \(a template that/],
    ['a mark alone', { template: restarting }, /Istio 1\.9 to 1\.16 \(restartPolicy: Always on istio-init\)/],
    ['a single template', { hasSingleTemplate: true }, /Istio 1\.8 or older .*get no proxy/],
  ])('refuses what is too old by %s, and names the way', (_, given, want) => {
    expect(tell(given)).toMatch(want);
    expect(tell(given)).toMatch(/1\.18 is the oldest that is supported: .*Upgrade Istio to 1\.18 or newer first/);
  });

  it('takes a native sidecar of the user for no old template', () => {
    const native = `${restarting.replace('    restartPolicy: Always\n', '')}\n  - name: istio-proxy\n    restartPolicy: Always`;
    expect(tell({ said: '1.29', template: native })).toMatch(/^1\.29/);
  });
});
