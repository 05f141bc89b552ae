import { describe, expect, it } from 'vitest';
import { builtInPods } from '../../../../lib/cli/trial/built-in-pods.ts';
import { parameterSet } from '../../../../lib/cli/trial/parameter-set.ts';
import { templatePlace } from '../../../../lib/cli/trial/template-place.ts';
import { askedFor, tryPod } from '../../../../lib/cli/trial/try-pod.ts';
import { watchTemplates } from '../../../../lib/cli/trial/watched-templates.ts';

async function renderingOf(template: string) {
  const parameters = new Map([['default/template', { name: 'default/template', value: template, version: 1 }]]);
  const set = await parameterSet({ description: 'test', reading: { parameters, failures: new Map() } });
  const result = set.snapshotFor('default');
  if (result.kind === 'invalid') {
    throw new Error(JSON.stringify(result.problems));
  }
  const [bare] = builtInPods;
  const watching = (await watchTemplates(result.snapshot, set.readingFor('default'))).watch();
  if (bare !== undefined) {
    tryPod(bare, result.snapshot, { configuration: watching.use, decision: askedFor });
  }
  return watching.renderings[0];
}

describe('a template that is watched', () => {
  it('tells which labels and annotations it looked at, in whichever way', async () => {
    const template = `
# {{ index .ObjectMeta.Labels "a" }} {{ .ObjectMeta.Annotations.b }} {{ annotation .ObjectMeta "c" "" }}
# {{ isset .ObjectMeta.Annotations "d" }} {{ (index .ObjectMeta.Annotations "e") | default "" }}
# {{ hasKey .ObjectMeta.Labels "never" }}
`.replace('# {{ hasKey .ObjectMeta.Labels "never" }}\n', '');
    const keys = (await renderingOf(template))?.lookups.map(({ map, key }) => `${map}/${key}`);
    expect(new Set(keys)).toEqual(
      new Set(['labels/a', 'annotations/b', 'annotations/c', 'annotations/d', 'annotations/e']),
    );
  });

  it.each([
    ['no value', 'a: {{ .Values.gone }}', [['<no value>', '.Values.gone']]],
    ['a verb that does not fit', 'a: {{- printf "%d" "x" -}}', [['%!', 'printf "%d" "x"']]],
    ['a text that only reads so', 'a: {{ printf "%s" "<no value> %! <nil>" }}', []],
    ['nothing in quotes', 'a: {{ .Values.gone | quote }}', [['', '.Values.gone | quote']]],
    ['null as YAML', 'a: {{ toYaml .Values.gone | nindent 2 }}', [['null', 'toYaml .Values.gone | nindent 2']]],
    ['nil', 'a: {{ print .Values.gone }}', [['<nil>', 'print .Values.gone']]],
    ['nil for a verb', 'a: {{ printf "%s" .Values.gone }}', [['<nil>', 'printf "%s" .Values.gone']]],
    ['a default', 'a: {{ .Values.gone | default "b" | quote }}', []],
    ['nothing that counts', '{{ if .Values.gone }}{{ end }}{{ with .Values.gone }}{{ . }}{{ end }}', []],
    ['no value, between other delimiters', '# delims: [[ ]]\na: [[ .Values.gone ]]', [['<no value>', '.Values.gone']]],
  ])('tells that it wrote %s', async (_name, template, want) => {
    expect((await renderingOf(template))?.odd.map(({ text, action }) => [text, action.text])).toEqual(want);
  });

  it.each([
    ['a field', '{{ .Values.gone }}', 'gone'],
    ['a field of a variable', '{{ $v := .Values }}{{ $v.gone }}', 'gone'],
    ['a field of the data', '{{ range list 1 }}{{ $.Values.gone }}{{ end }}', 'gone'],
    ['index', '{{ index .Values "gone" }}', 'gone'],
    ['get', '{{ get .Values "gone" }}', 'gone'],
    ['the first of a chain', '{{ .Values.logger.gone }}', 'logger'],
  ])('tells which key was asked for in vain by %s', async (_name, template, want) => {
    expect((await renderingOf(template))?.lacks.map(({ key }) => key)).toEqual([want]);
  });

  it('tells where in the template a part of the text comes from', async () => {
    const template = '{{- $x := "y" -}}\nspec:\n  a: {{ $x }}\n  b: 1\n';
    const rendering = await renderingOf(template);
    expect(rendering?.text).toBe('spec:\n  a: y\n  b: 1\n');
    const place = (part: string) => rendering && templatePlace(rendering, rendering.text?.indexOf(part) ?? -1);
    expect(place('b: 1')).toEqual({ line: 4, column: 3 });
    expect(place('y')).toMatchObject({ line: 3 });
  });

  it('gives a rendering without a text where it fails', async () => {
    expect(await renderingOf('a: {{ fail "no" }}')).toMatchObject({ text: undefined });
  });
});
