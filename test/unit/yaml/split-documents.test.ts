import { describe, expect, it } from 'vitest';
import { splitYamlDocuments } from '../../../lib/yaml/split-documents.ts';

describe('splitYamlDocuments', () => {
  it.each<[name: string, text: string, want: string[]]>([
    ['one document', 'a: 1', ['a: 1']],
    ['none', '', []],
    ['comments only', '# a\n---\n  # b\n', []],
    ['two', 'a: 1\n---\nb: 2\n', ['a: 1', 'b: 2\n']],
    ['a mark in front', '---\na: 1', ['a: 1']],
    ['marks with comments and blanks', 'a\n--- # next\nb\n---  \nc', ['a', 'b', 'c']],
    ['CRLF', 'a\r\n---\r\nb', ['a\r', 'b']],
    ['a byte order mark', '\ufeff---\na', ['a']],
    ['dashes that are no mark', 'a\n----\n--- b\n ---', ['a\n----\n--- b\n ---']],
    ['a broken document between good ones', 'a: 1\n---\n{\n---\nb: 2', ['a: 1', '{', 'b: 2']],
  ])('%s', (_, text, want) => {
    expect(splitYamlDocuments(text)).toEqual(want);
  });
});
