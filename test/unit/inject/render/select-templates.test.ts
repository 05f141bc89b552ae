import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../../lib/config/load/decode-settings.ts';
import { selectTemplates, unknownTemplate } from '../../../../lib/inject/render/select-templates.ts';

const aliases = new Map([['both', ['sidecar', 'logs']]]);
const settings = { ...defaultSettings, templates: ['logs', 'gateway'], aliases };

function choiceOf(asked: string | undefined, offeredTemplates: readonly string[] | null) {
  const annotations = asked === undefined ? {} : { 'inject.istio.io/templates': asked };
  return selectTemplates({ metadata: { annotations } }, { ...settings, offeredTemplates });
}

describe('selectTemplates', () => {
  it.each([
    [undefined, null, ['sidecar']],
    [undefined, [], ['sidecar']],
    ['both,gateway', null, ['sidecar', 'logs', 'gateway']],
    ['gateway', ['gateway'], ['gateway']],
    ['both', ['both'], ['sidecar', 'logs']],
  ])('chooses for %s where %j is offered', (asked, offered, names) => {
    expect(choiceOf(asked, offered)).toMatchObject({ kind: 'chosen', names });
  });

  it.each([
    ['gateway', [], 'asks for template "gateway", which setting offeredTemplates does not offer; remove it: none is.'],
    [
      'both,gateway',
      ['both', 'logs'],
      '"gateway", which setting offeredTemplates does not offer; use one or more of: both, logs.',
    ],
    ['both', ['sidecar', 'logs'], '"both", which setting offeredTemplates does not offer'],
    ['', ['logs'], '"", which setting offeredTemplates does not offer'],
  ])('refuses %j where %j is offered', (asked, offered, message) => {
    expect(choiceOf(asked, offered)).toMatchObject({ kind: 'refused', message: expect.stringContaining(message) });
  });

  const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `t${index}`);
  it.each([
    ['an annotation', names(33).join(','), {}, 'annotation inject.istio.io/templates'],
    [
      'an alias in an annotation',
      'a,all',
      { aliases: new Map([['all', names(32)]]) },
      'annotation inject.istio.io/templates',
    ],
    ['the settings', undefined, { defaultTemplates: names(33) }, 'setting defaultTemplates'],
  ])('refuses more than 32 names in %s', (_name, asked, rest, source) => {
    const annotations = asked === undefined ? {} : { 'inject.istio.io/templates': asked };
    expect(selectTemplates({ metadata: { annotations } }, { ...defaultSettings, ...rest })).toEqual({
      kind: 'refused',
      message: `${source} names more than 32 templates; name fewer.`,
    });
  });

  it('takes 32 names', () => {
    expect(choiceOf(names(32).join(), null)).toEqual({ kind: 'chosen', names: names(32), byAnnotation: true });
    expect(choiceOf(undefined, null)).toMatchObject({ byAnnotation: false });
  });
});

describe('unknownTemplate', () => {
  it.each([
    [['b', 'a'], '"x", which does not exist; use one or more of: a, b.'],
    [[], '"x", which does not exist; use none: no template is configured.'],
  ])('names those of %j', (known, want) => {
    expect(unknownTemplate('x', known)).toBe(`annotation inject.istio.io/templates asks for template ${want}`);
  });
});
