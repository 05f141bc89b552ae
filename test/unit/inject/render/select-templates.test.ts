import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../../lib/config/load/decode-settings.ts';
import { selectTemplates } from '../../../../lib/inject/render/select-templates.ts';

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
});
