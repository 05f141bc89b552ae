import { describe, expect, it } from 'vitest';
import { type Row, renderRow } from '../render.ts';

const rows: readonly Row[] = [
  { template: '{{ regexMatch "^a.c$" "abc" }}{{ regexMatch "(" "x" }}', want: 'truefalse' },
  {
    template: '{{ mustRegexMatch "(" "x" }}',
    error: 'error calling mustRegexMatch: error parsing regexp: missing closing ): `(`',
  },
  { template: '{{ regexFind "b+" "abbc" }}|{{ regexFind "x" "abc" }}|', want: 'bb||' },
  {
    template: '{{ regexFind "(" "x" }}',
    error: 'error calling regexFind: regexp: Compile(`(`): error parsing regexp: missing closing ): `(`',
  },
  {
    template: '{{ regexFind "`(" "x" }}',
    error: 'error calling regexFind: regexp: Compile("`("): error parsing regexp: missing closing ): ``(`',
  },
  {
    template:
      '{{ regexFindAll "a|b" "abcab" -1 }}{{ regexFindAll "a" "aaa" 2 }}{{ regexFindAll "a" "aaa" 0 | toJson }}{{ regexFindAll "x" "a" -1 | toJson }}',
    want: '[a b a b][a a]nullnull',
  },
  {
    template: '{{ regexFindAll "a*" "baac" -1 | toJson }}{{ regexFindAll "" "é😀" -1 | toJson }}',
    want: '["","aa",""]["","",""]',
  },
  {
    template: '{{ mustRegexFindAll "[" "a" 1 }}',
    error: 'error calling mustRegexFindAll: error parsing regexp: missing closing ]: `[`',
  },
  {
    template: '{{ regexReplaceAll "a(x*)b" "-ab-axxb-" "${1}W" }}{{ regexReplaceAll "a(x*)b" "-ab-axxb-" "$1W" }}',
    want: '-W-xxW----',
  },
  { template: '{{ regexReplaceAll "b*" "abbc" "X" }}{{ regexReplaceAll "" "é😀" "-" }}', want: 'XaXcX-é-😀-' },
  {
    template: '{{ regexReplaceAll "(?P<n>a)(b)?" "ab a" "[$n|$2|$$|$9|$|${|${x}|$01]" }}',
    want: '[a|b|$||$|${||] [a||$||$|${||]',
  },
  { template: '{{ regexReplaceAll "(?P<n>a)|(?P<n>b)" "ab" "<$n>" }}', want: '<a><b>' },
  { template: '{{ mustRegexMatch "[(?P<n>](?P<n>a)\\\\(\\\\Q(?P<n>\\\\E(?P<n>b)" "<a((?P<n>b" }}', want: 'true' },
  {
    template: '{{ regexReplaceAllLiteral "a" "banana" "$0" }}{{ mustRegexReplaceAllLiteral "a" "banana" "x" }}',
    want: 'b$0n$0n$0bxnxnx',
  },
  { template: '{{ mustRegexReplaceAll "a" "banana" "o" }}', want: 'bonono' },
  {
    template:
      '{{ regexSplit "," "a,b,c" -1 | toJson }}{{ regexSplit "," "a,b,c" 2 | toJson }}{{ regexSplit "," "a" 0 | toJson }}{{ regexSplit "a" "" -1 | toJson }}{{ regexSplit "" "abc" -1 | toJson }}{{ regexSplit "" "" -1 | toJson }}',
    want: '["a","b","c"]["a","b,c"]null[""]["a","b","c"][]',
  },
  {
    template: '{{ mustRegexSplit "a*" "baac" -1 | toJson }}{{ regexSplit "c$" "abc" -1 | toJson }}',
    want: '["b","c"]["ab",""]',
  },
  { template: '{{ regexQuoteMeta "a.b*c\\\\[x]" }}', want: 'a\\.b\\*c\\\\\\[x\\]' },
  {
    template: '{{ mustRegexMatch "\\\\" "a" }}',
    error: 'error calling mustRegexMatch: error parsing regexp: trailing backslash at end of expression: ``',
  },
  {
    template: '{{ mustRegexMatch "a++" "a" }}',
    error: 'error calling mustRegexMatch: error parsing regexp: invalid nested repetition operator: `++`',
  },
  {
    template: '{{ mustRegexMatch "(a)\\\\1" "aa" }}',
    error: 'error calling mustRegexMatch: error parsing regexp: invalid escape sequence: `\\1`',
  },
  {
    template: '{{ mustRegexMatch "a(?=b)" "ab" }}',
    error: 'error calling mustRegexMatch: error parsing regexp: invalid or unsupported Perl syntax: `(?=`',
  },
  {
    template: '{{ mustRegexMatch "x{1001}" "x" }}',
    error: 'error calling mustRegexMatch: error parsing regexp: invalid repeat count: `{1001}`',
  },
];

describe('sprig functions for regular expressions', () => {
  it.each(rows)('$template gives what Go gives', (row) => {
    expect(renderRow(row)).toBe(row.error ?? row.want);
  });
});
