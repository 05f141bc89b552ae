import { describe, expect, it } from 'vitest';
import type { TemplateOptions } from '../../../lib/template/template.ts';
import { data, failure } from './render.ts';

describe('errors', () => {
  it.each<[string, string, string, string]>([
    ['an unknown function', '{{ foo }}', 'unknown-function', 'template: main:1: function "foo" not defined'],
    ['an unknown variable', 'a\n{{ $x }}', 'undefined-variable', 'template: main:2: undefined variable "$x"'],
    ['an unclosed action', '{{ .a', 'syntax', 'template: main:1: unclosed action'],
    [
      'an action that ends lines later',
      '{{ .a\n\n"',
      'syntax',
      'template: main:3: unterminated quoted string in action started at main:1',
    ],
    ['an unclosed action lines later', '{{ .a\n', 'syntax', 'template: main:2: unclosed action started at main:1'],
    ['an unclosed comment', '{{/* a', 'syntax', 'template: main:1: unclosed comment'],
    ['a comment with company', '{{/* a */ b}}', 'syntax', 'template: main:1: comment ends before closing delimiter'],
    ['no end', '{{ if . }}', 'syntax', 'template: main:1: unexpected EOF'],
    ['an end too many', '{{ end }}', 'syntax', 'template: main:1: unexpected {{end}}'],
    [
      'an else too many',
      '{{ if 1 }}{{ else }}{{ else }}{{ end }}',
      'syntax',
      'template: main:1: expected end; found {{else}}',
    ],
    [
      'an else in a definition',
      '{{ define "a" }}{{ else }}{{ end }}',
      'syntax',
      'template: main:1: unexpected {{else}} in define clause',
    ],
    ['else at the top', '{{ else }}', 'syntax', 'template: main:1: unexpected {{else}}'],
    ['break outside a range', '{{ break }}', 'syntax', 'template: main:1: {{break}} outside {{range}}'],
    [
      'break with company',
      '{{ range . }}{{ break 1 }}{{ end }}',
      'syntax',
      'template: main:1: unexpected "1" in {{break}}',
    ],
    [
      'two definitions',
      '{{ define "a" }}x{{ end }}{{ define "a" }}y{{ end }}',
      'syntax',
      'template: main:1: template: multiple definition of template "a"',
    ],
    [
      'a constant down the pipeline',
      '{{ 1 | 2 }}',
      'syntax',
      'template: main:1: non executable command in pipeline stage 2',
    ],
    ['an empty pipeline', '{{ }}', 'syntax', 'template: main:1: missing value for command'],
    ['an empty command', '{{ 1 | | 2 }}', 'syntax', 'template: main:1: unexpected "|" in command'],
    ['fields of a constant', '{{ 1.x }}', 'syntax', 'template: main:1: bad number syntax: "1.x"'],
    ['fields of a word', '{{ true.x }}', 'syntax', 'template: main:1: unexpected . after term "true"'],
    ['too many declarations', '{{ $a, $b := 1 }}', 'syntax', 'template: main:1: too many declarations in command'],
    [
      'a range that declares no variable',
      '{{ range $a, 1 }}{{ end }}',
      'syntax',
      'template: main:1: range can only initialize variables',
    ],
    ['a bad number', '{{ 1e400 }}', 'syntax', 'template: main:1: illegal number syntax: "1e400"'],
    [
      'a number that overflows',
      '{{ 99999999999999999999 }}',
      'syntax',
      'template: main:1: integer overflow: "99999999999999999999"',
    ],
    ['a bad character constant', "{{ 'ab' }}", 'syntax', "template: main:1: malformed character constant: 'ab'"],
    ['an empty character constant', "{{ '' }}", 'syntax', 'template: main:1: invalid syntax'],
    ['a bad string', '{{ "\\z" }}', 'syntax', 'template: main:1: invalid syntax'],
    ['a name that is no string', '{{ template x }}', 'syntax', 'template: main:1: unexpected "x" in template clause'],
    ['a bad character', '{{ é? }}', 'syntax', "template: main:1: bad character U+003F '?'"],
    ['an unknown character', '{{ \u0001 }}', 'syntax', 'template: main:1: unrecognized character in action: U+0001'],
    ['a lone colon', '{{ : }}', 'syntax', 'template: main:1: expected :='],
    ['a long token', '{{ end "abcdefghijk" }}', 'syntax', 'template: main:1: unexpected "\\"abcdefghi"... in end'],
    [
      'a field of text',
      'a\n {{ .s.x }}',
      'execution',
      'template: main:2:6: executing "main" at <.s.x>: can\'t evaluate field x in type interface {}',
    ],
    [
      'a field of null',
      '{{ .nil.x }}',
      'execution',
      'template: main:1:7: executing "main" at <.nil.x>: nil pointer evaluating interface {}.x',
    ],
    [
      'arguments for a map',
      '{{ .s 1 }}',
      'execution',
      'template: main:1:3: executing "main" at <.s>: s is not a method but has arguments',
    ],
    [
      'arguments for a constant',
      '{{ 1 2 }}',
      'execution',
      'template: main:1:3: executing "main" at <1>: can\'t give argument to non-function 1',
    ],
    [
      'arguments for a variable',
      '{{ $ 2 }}',
      'execution',
      'template: main:1:3: executing "main" at <$>: can\'t give argument to non-function $',
    ],
    [
      'arguments for parentheses',
      '{{ (1) 2 }}',
      'execution',
      'template: main:1:3: executing "main" at <(1) 2>: can\'t give argument to non-function 1',
    ],
    [
      'too few arguments',
      '{{ not }}',
      'execution',
      'template: main:1:3: executing "main" at <not>: wrong number of args for not: want 1 got 0',
    ],
    [
      'too few of any number',
      '{{ eq }}',
      'execution',
      'template: main:1:3: executing "main" at <eq>: wrong number of args for eq: want at least 1 got 0',
    ],
    [
      'kinds that do not compare',
      '{{ eq 1 1.0 }}',
      'execution',
      'template: main:1:3: executing "main" at <eq 1 1.0>: error calling eq: incompatible types for comparison: int and float64',
    ],
    [
      'lists that do not compare',
      '{{ eq .l .l }}',
      'execution',
      'template: main:1:3: executing "main" at <eq .l .l>: error calling eq: non-comparable type [%!s(float64=2)]: []interface {}',
    ],
    [
      'truth has no order',
      '{{ lt true false }}',
      'execution',
      'template: main:1:3: executing "main" at <lt true false>: error calling lt: invalid type for comparison',
    ],
    [
      'range over text',
      '{{ range .s }}{{ end }}',
      'execution',
      'template: main:1:9: executing "main" at <.s>: range can\'t iterate over str',
    ],
    [
      'a count with two variables',
      '{{ range $a, $b := 2 }}{{ end }}',
      'execution',
      'template: main:1:19: executing "main" at <2>: can\'t use 2 to iterate over more than one variable',
    ],
    [
      'a template that is not there',
      '{{ template "x" }}',
      'execution',
      'template: main:1:12: executing "main" at <{{template "x"}}>: template "x" not defined',
    ],
    [
      'nil as a command',
      '{{ nil }}',
      'execution',
      'template: main:1:3: executing "main" at <nil>: nil is not a command',
    ],
    [
      'a constant beyond int',
      '{{ 9223372036854775808 }}',
      'execution',
      'template: main:1:3: executing "main" at <9223372036854775808>: 9223372036854775808 overflows int',
    ],
    [
      'a variable of the other branch',
      '{{ if 0 }}{{ $x := 1 }}{{ else }}{{ $x }}{{ end }}',
      'execution',
      'template: main:1:36: executing "main" at <$x>: undefined variable: $x',
    ],
    [
      'call of no function',
      '{{ call 3 }}',
      'execution',
      'template: main:1:3: executing "main" at <call 3>: error calling call: non-function 3 of type int',
    ],
    [
      'call of nothing',
      '{{ nil | call }}',
      'execution',
      'template: main:1:3: executing "main" at <nil>: nil is not a command',
    ],
  ])('%s', (_, text, code, message) => {
    const want = text.includes('.l .l') ? message.replace('[%!s(float64=2)]', '[a %!s(float64=2) <nil>]') : message;
    expect(failure(text, data)).toMatchObject({ code, message: want, template: 'main' });
  });

  it.each<[string, TemplateOptions['missingKey'], string]>([
    ['{{ .x }}', 'error', 'map has no entry for key "x"'],
    ['{{ .x.y }}', 'zero', 'nil pointer evaluating interface {}.y'],
  ])('%s under missingkey=%s', (text, missingKey, message) => {
    expect(failure(text, data, { missingKey: missingKey ?? 'default' }).message).toContain(message);
  });

  it('names nothing for data that is not there', () => {
    expect(failure('{{ .x }}', null, { missingKey: 'error' }).message).toContain('nil data; no entry for key "x"');
  });
});
