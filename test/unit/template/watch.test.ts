import { describe, expect, it } from 'vitest';
import type { GoValue } from '../../../lib/go/value.ts';
import { sprigFunctions } from '../../../lib/template/sprig/sprig.ts';
import { compileTemplate } from '../../../lib/template/template.ts';
import type { Arm, Written } from '../../../lib/template/watch.ts';

function watch(text: string, data: GoValue) {
  const said = { pieces: [] as string[], arms: [] as string[], missing: [] as number[], calls: [] as string[] };
  const pieces: Written[] = [];
  const arm = ({ at, arm: name }: Arm) => `${name}@${at}`;
  const template = compileTemplate({
    name: 't',
    text,
    functions: sprigFunctions,
    watch: {
      wrote: (piece) => pieces.push(piece),
      entered: (entered) => said.arms.push(arm(entered)),
      missing: ({ at }) => said.missing.push(at),
      called: ({ name, result }) => said.calls.push(`${name}=${String(result)}`),
    },
  });
  const out = template.render(data);
  said.pieces = pieces.map(({ at, isText, from, to }) => `${isText ? 'text' : 'action'}@${at} ${out.slice(from, to)}`);
  return { out, ...said };
}

describe('a render that is looked at', () => {
  it('tells what each text and action wrote, and where it stands', () => {
    expect(watch('a {{ .x }} b {{- " c" }}', new Map([['x', 'X']]))).toMatchObject({
      out: 'a X b c',
      pieces: ['text@0 a ', 'action@5 X', 'text@10  b', 'action@17  c'],
    });
  });

  it('tells where trimmed text begins in the source', () => {
    const text = '{{ "x" -}}\n  after\n{{- "y" }}';
    expect(watch(text, null).pieces[1]).toBe(`text@${text.indexOf('after')} after`);
  });

  it.each([
    ['{{ if .x }}a{{ end }}', 'else'],
    ['{{ if not .x }}a{{ end }}', 'list'],
    ['{{ with .x }}a{{ else }}b{{ end }}', 'else'],
    ['{{ range .x }}a{{ else }}b{{ end }}', 'else'],
    ['{{ range list 1 }}a{{ end }}', 'list'],
  ])('tells the arm that %s takes', (text, want) => {
    expect(watch(text, new Map()).arms.map((arm) => arm.split('@')[0])).toEqual([want]);
  });

  it('tells an action without a value from a text that reads so', () => {
    expect(watch('{{ .x }}', new Map()).missing).toHaveLength(1);
    expect(watch('{{ .x }}', new Map([['x', '<no value>']])).missing).toEqual([]);
  });

  it('tells what functions were called and gave', () => {
    expect(watch('{{ printf "%d" "a" }}', null).calls).toEqual(['printf=%!d(string=a)']);
  });
});
