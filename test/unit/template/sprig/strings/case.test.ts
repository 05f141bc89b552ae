import { describe, expect, it } from 'vitest';
import { type Row, renderRow } from '../render.ts';

const rows: readonly Row[] = [
  { template: '{{ snakecase "s:-2.5 _-x .-_y" }}', want: 's:-2.5___x_.-_y' },
  { template: '{{ upper "aé" }}{{ lower "AÉ" }}', want: 'AÉaé' },
  { template: '{{ upper "ß" }}{{ upper "ŉ" }}{{ upper "ﬁ" }}', want: 'ßŉﬁ' },
  { template: '{{ upper "ᾳᾀᾷ" }}', want: 'ᾼᾈᾷ' },
  { template: '{{ lower "İ" }}{{ lower "ΑΣ" }}', want: 'iασ' },
  { template: '{{ upper "a\\xff" }}', want: 'A\ufffd' },
  { template: '{{ title "hello wörld-foo_bar it\'s 1st" }}', want: "Hello Wörld-Foo_bar It'S 1st" },
  { template: '{{ title "ǆx ა" }}', want: 'ǅx ა' },
  { template: '{{ title "a\\u00a0b·c" }}', want: 'A B·c' },
  { template: '{{ untitle "First Try ÉA" }}', want: 'first try éA' },
  { template: '{{ swapcase "This Is a.Test ǅ" }}', want: 'tHIS iS A.tEST ǆ' },
  { template: '{{ swapcase "ßa" }}', want: 'ßA' },
  { template: '{{ camelcase "http_server" }}', want: 'HttpServer' },
  { template: '{{ camelcase "__a__b--c d_" }}', want: '__A_B-CD_' },
  { template: '{{ camelcase "ABC_DEF aB_cD" }}', want: 'AbcDefABCD' },
  { template: '{{ camelcase "-" }}|{{ camelcase "__" }}|{{ camelcase "" }}|{{ camelcase "A" }}', want: '--|___||A' },
  { template: '{{ snakecase "FirstName HTTPServer" }}', want: 'first_name_http_server' },
  { template: '{{ snakecase "http2xx" }}', want: 'http_2xx' },
  { template: '{{ snakecase "HTTP20xOK Bld4Floor3rd" }}', want: 'http_20x_ok_bld4_floor_3rd' },
  {
    template: '{{ snakecase "A1" }} {{ snakecase "A1B" }} {{ snakecase "1A" }} {{ snakecase "a1b2C" }}',
    want: 'a1 a1_b 1_a a_1b2_c',
  },
  { template: '{{ snakecase "a.b.C" }} {{ snakecase "$a$B" }} {{ snakecase "x²y" }}', want: 'a.b.c $_a_$_b x_²y' },
  { template: '{{ snakecase "--A__b" }}|{{ snakecase "" }}|{{ snakecase "a_" }}', want: '__a__b||a_' },
  { template: '{{ snakecase "é日😀Go" }}', want: 'é_日😀_go' },
  { template: '{{ snakecase "\\xff\\xfeAb" | quote }}', want: '"\ufffd\ufffdab"' },
  {
    template: '{{ snakecase "a\\xff" | quote }} {{ snakecase "A\\xff" | quote }} {{ snakecase "\\xff" | quote }}',
    want: '"a\\xff" "a\ufffd" "\\xff"',
  },
  { template: '{{ kebabcase "GO_PATH fooBar" }}', want: 'go-path-foo-bar' },
  { template: '{{ kebabcase "Ab1c2D" }}', want: 'ab-1c2-d' },
  { template: '{{ kebabcase "A-1" }}', want: 'a-1' },
  { template: '{{ kebabcase "1-a" }} {{ kebabcase "12ab_c" }}', want: '1-a 12ab-c' },
  { template: '{{ kebabcase "AB" }} {{ kebabcase "ABc" }} {{ kebabcase "aB1" }}', want: 'ab a-bc a-b1' },
];

describe('sprig functions for letter case', () => {
  it.each(rows)('$template gives what Go gives', (row) => {
    expect(renderRow(row)).toBe(row.error ?? row.want);
  });
});
