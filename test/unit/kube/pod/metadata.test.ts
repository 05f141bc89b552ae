import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../../lib/json/json-text.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';
import { annotationBytes, annotationTexts, labelOf, textsOf, withMetadata } from '../../../../lib/kube/pod/metadata.ts';

const annotations = parseJson('{"b":"1","10":"x","n":7,"none":null,"__proto__":"p","a":""}') as JsonObject;
const pod = (metadata: JsonObject): JsonObject => ({ metadata });

describe('the texts of an object', () => {
  it.each([
    ['b', '1'],
    ['a', ''],
    ['10', 'x'],
    ['__proto__', 'p'],
    ['n', undefined],
    ['none', undefined],
    ['constructor', undefined],
    ['c', undefined],
  ])('have under %s the text %s', (name, want) => {
    expect(annotationTexts(pod({ annotations })).get(name)).toBe(want);
    expect(labelOf(pod({ labels: annotations }), name)).toBe(want);
  });

  it('have names, and nothing that an object inherits', () => {
    expect([...textsOf(annotations).keys()]).toEqual(['10', 'b', '__proto__', 'a']);
    expect(textsOf({}).get('__proto__')).toBeUndefined();
  });

  it('are looked up without going through the others', () => {
    let passes = 0;
    const watched = new Proxy<JsonObject>(annotations, {
      ownKeys: (target) => {
        passes += 1;
        return Reflect.ownKeys(target);
      },
    });
    expect([textsOf(watched).get('b'), annotationTexts(pod({ annotations: watched })).get('c')]).toEqual([
      '1',
      undefined,
    ]);
    expect(passes).toBe(0);
  });

  it('are the same ones each time, and for all pods without any', () => {
    expect(textsOf(annotations)).toBe(textsOf(annotations));
    expect(annotationTexts({})).toBe(annotationTexts(pod({})));
    expect([annotationTexts({}).get('b'), ...annotationTexts({}).keys()]).toEqual([undefined]);
  });
});

describe('bytes of annotations', () => {
  it('are those of names and texts in UTF-8', () => {
    expect(annotationBytes(pod({ annotations: { é: 'x', b: '€', n: 7 } }))).toBe(7);
    expect(annotationBytes(pod({ annotations: { é: 'x', b: '€' } }), new Set(['b']))).toBe(3);
    expect(annotationBytes({})).toBe(0);
  });
});

describe('withMetadata', () => {
  const many: JsonObject = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`k${index}`, 'v']));

  it.each<[name: string, before: JsonObject, changes: JsonObject, want: JsonObject]>([
    ['sets', { a: '1' }, { b: '2' }, { annotations: { a: '1', b: '2' } }],
    ['removes', { a: '1', b: '2' }, { a: null }, { annotations: { b: '2' } }],
    ['leaves no empty map', { a: '1' }, { a: null }, {}],
    ['leaves no empty map of very many', many, Object.fromEntries(Object.keys(many).map((key) => [key, null])), {}],
    [
      'leaves one of very many',
      many,
      { k7: null },
      { annotations: Object.fromEntries(Object.entries(many).filter(([key]) => key !== 'k7')) },
    ],
  ])('%s', (_, before, changes, want) => {
    expect(withMetadata(pod({ annotations: before }), 'annotations', changes)).toEqual({ metadata: want });
  });

  it('gives the pod itself where nothing changes', () => {
    const same = pod({ annotations: { a: '1' } });
    expect(withMetadata(same, 'annotations', { a: '1', b: null })).toBe(same);
  });
});
