import { describe, expect, it } from 'vitest';
import { type Row, renderRow } from '../render.ts';

const rows: readonly Row[] = [
  { template: '{{ base "" }} {{ dir "" }} {{ clean "" }} {{ ext "" }} {{ isAbs "" }}', want: '. . .  false' },
  { template: '{{ base "/" }} {{ dir "/" }} {{ clean "/" }} {{ ext "/" }} {{ isAbs "/" }}', want: '/ / /  true' },
  { template: '{{ base "//" }} {{ dir "//" }} {{ clean "//" }} {{ ext "//" }} {{ isAbs "//" }}', want: '/ / /  true' },
  {
    template: '{{ base "a/b/" }} {{ dir "a/b/" }} {{ clean "a/b/" }} {{ ext "a/b/" }} {{ isAbs "a/b/" }}',
    want: 'b a/b a/b  false',
  },
  {
    template:
      '{{ base "/a/../../b" }} {{ dir "/a/../../b" }} {{ clean "/a/../../b" }} {{ ext "/a/../../b" }} {{ isAbs "/a/../../b" }}',
    want: 'b / /b  true',
  },
  {
    template: '{{ base "../a" }} {{ dir "../a" }} {{ clean "../a" }} {{ ext "../a" }} {{ isAbs "../a" }}',
    want: 'a .. ../a  false',
  },
  {
    template:
      '{{ base "a/./b//c" }} {{ dir "a/./b//c" }} {{ clean "a/./b//c" }} {{ ext "a/./b//c" }} {{ isAbs "a/./b//c" }}',
    want: 'c a/b a/b/c  false',
  },
  {
    template:
      '{{ base "a.tar.gz" }} {{ dir "a.tar.gz" }} {{ clean "a.tar.gz" }} {{ ext "a.tar.gz" }} {{ isAbs "a.tar.gz" }}',
    want: 'a.tar.gz . a.tar.gz .gz false',
  },
  {
    template:
      '{{ base ".hidden" }} {{ dir ".hidden" }} {{ clean ".hidden" }} {{ ext ".hidden" }} {{ isAbs ".hidden" }}',
    want: '.hidden . .hidden .hidden false',
  },
  {
    template: '{{ base "a.b/c" }} {{ dir "a.b/c" }} {{ clean "a.b/c" }} {{ ext "a.b/c" }} {{ isAbs "a.b/c" }}',
    want: 'c a.b a.b/c  false',
  },
  { template: '{{ base "./" }} {{ dir "./" }} {{ clean "./" }} {{ ext "./" }} {{ isAbs "./" }}', want: '. . .  false' },
  {
    template: '{{ base "/.." }} {{ dir "/.." }} {{ clean "/.." }} {{ ext "/.." }} {{ isAbs "/.." }}',
    want: '.. / / . true',
  },
  {
    template: '{{ base "a/.." }} {{ dir "a/.." }} {{ clean "a/.." }} {{ ext "a/.." }} {{ isAbs "a/.." }}',
    want: '.. a . . false',
  },
  {
    template: '{{ base ".." }} {{ dir ".." }} {{ clean ".." }} {{ ext ".." }} {{ isAbs ".." }}',
    want: '.. . .. . false',
  },
  {
    template:
      '{{ base "../../x" }} {{ dir "../../x" }} {{ clean "../../x" }} {{ ext "../../x" }} {{ isAbs "../../x" }}',
    want: 'x ../.. ../../x  false',
  },
  {
    template: '{{ osBase "/a/b.c" }} {{ osDir "/a/b.c" }} {{ osClean "/a//b" }} {{ osExt "b.c" }} {{ osIsAbs "/a" }}',
    want: 'b.c /a /a/b .c true',
  },
];

describe('sprig functions for paths', () => {
  it.each(rows)('$template gives what Go gives', (row) => {
    expect(renderRow(row)).toBe(row.error ?? row.want);
  });
});
