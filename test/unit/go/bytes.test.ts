import { describe, expect, it } from 'vitest';
import * as bytes from '../../../lib/go/bytes.ts';

const long = 'a'.repeat(100);

describe('strings as bytes', () => {
  it.each<[string, number]>([
    ['', 0],
    ['abc', 3],
    ['é', 2],
    ['日', 3],
    ['😀', 4],
    ['\udcff', 1],
    ['\udc00', 3],
    ['\ud800', 3],
  ])('%s has %i bytes', (text, length) => {
    expect(bytes.utf8Length(text)).toBe(length);
  });

  it.each<[number[], string]>([
    [[0x61], 'a'],
    [[0xff, 0x61], '\udcffa'],
    [[0xe6, 0x97], '\udce6\udc97'],
    [[0xed, 0xa0, 0x80], '\udced\udca0\udc80'],
    [[0xc0, 0x80], '\udcc0\udc80'],
    [[0xf0, 0x9f, 0x98, 0x80, 0xff], '😀\udcff'],
    [[0xf4, 0x90, 0x80, 0x80], '\udcf4\udc90\udc80\udc80'],
    [[0xef, 0xbb, 0xbf], '\ufeff'],
  ])('%s is %s and back', (raw, text) => {
    expect(bytes.bytesToGoString(Uint8Array.from(raw))).toBe(text);
    expect([...bytes.goStringToBytes(text)]).toEqual(raw);
  });

  it('cuts, counts, compares and reads runes', () => {
    expect(bytes.sliceBytes('héy', 1, 2)).toBe('\udcc3');
    expect(bytes.sliceBytes('hey', 1, 2)).toBe('e');
    expect([bytes.byteAt('abc', 1), bytes.byteAt('é', 1), bytes.byteAt('a', 1)]).toEqual([98, 0xa9, undefined]);
    expect([bytes.runeCount('é'), bytes.runeCount('😀\udcff')]).toEqual([1, 2]);
    expect(Array.from('a😀\udcff', (char) => bytes.runeOf(char))).toEqual([97, 0x1f600, 0xfffd]);
    expect([bytes.runeToString(-1), bytes.runeToString(0xd800), bytes.runeToString(97)]).toEqual([
      '\ufffd',
      '\ufffd',
      'a',
    ]);
    expect(bytes.sortByBytes(['b', '😀', '\uffff', 'a', 'B'])).toEqual(['B', 'a', 'b', '\uffff', '😀']);
    expect([bytes.compareBytes('a', 'a'), bytes.compareBytes('b', 'a')]).toEqual([0, 1]);
    expect([bytes.isAscii(long), bytes.isAscii(`${long}é`), bytes.isAscii('é')]).toEqual([true, false, false]);
    expect(bytes.normalizeGoString('\udcc3\udca9')).toBe('é');
  });
});
