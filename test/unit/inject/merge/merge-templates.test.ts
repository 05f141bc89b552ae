import { describe, expect, it } from 'vitest';
import { mergeBytes, mergeTemplates, withOwnOnSameSide } from '../../../../lib/inject/merge/merge-templates.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';

const native = { name: 'agent', image: 'a', restartPolicy: 'Always' };
const regular = { name: 'agent', image: 'a' };
const app = { name: 'app' };
const none: ReadonlySet<string> = new Set();
const named: ReadonlySet<string> = new Set(['agent']);

describe("the user's settings of a sidecar", () => {
  it.each<readonly [string, JsonObject, JsonObject, ReadonlySet<string>, JsonObject]>([
    [
      'go to the init containers with a native one',
      { containers: [app, regular] },
      { initContainers: [native] },
      none,
      { containers: [app], initContainers: [regular] },
    ],
    [
      'stay where an init container runs to its end',
      { containers: [app, regular] },
      { initContainers: [regular] },
      none,
      { containers: [app, regular] },
    ],
    [
      'stay where both lists have the name',
      { containers: [regular], initContainers: [regular] },
      { initContainers: [native] },
      none,
      { containers: [regular], initContainers: [regular] },
    ],
    [
      'go to the containers with a regular one, and restart no more by themselves',
      { containers: [app], initContainers: [native] },
      { containers: [regular] },
      none,
      { containers: [app, regular], initContainers: [] },
    ],
    [
      'go to the containers where they ask for the image',
      { containers: [app], initContainers: [{ name: 'agent', image: 'auto' }] },
      { containers: [regular] },
      none,
      { containers: [app, { name: 'agent', image: 'auto' }], initContainers: [] },
    ],
    [
      'go to the containers where the mesh owns the name',
      { containers: [app], initContainers: [regular] },
      { containers: [regular] },
      named,
      { containers: [app, regular], initContainers: [] },
    ],
    [
      'stay where they may be of an init container of the user',
      { containers: [app], initContainers: [regular] },
      { containers: [regular] },
      none,
      { containers: [app], initContainers: [regular] },
    ],
    [
      'stay where the templates have both',
      { containers: [app], initContainers: [native] },
      { containers: [regular], initContainers: [regular] },
      none,
      { containers: [app], initContainers: [native] },
    ],
  ])('%s', (_name, spec, rendered, sidecars, want) => {
    const moved = withOwnOnSameSide({ spec }, { spec: rendered }, sidecars).spec as JsonObject;
    const { containers, initContainers = [] } = moved;
    expect({ initContainers, containers }).toEqual({ initContainers: [], ...want });
  });
});

describe('templates one after the other', () => {
  const template = (name: string, spec: JsonObject) => {
    const result = { raw: { spec }, normal: { spec }, unknown: [] };
    return { name, text: 'x'.repeat(10), result };
  };
  const templates = [
    template('one', { containers: [regular] }),
    template('two', { containers: [{ ...regular, tty: true }] }),
  ];

  it('are merged onto the pod and onto nothing', () => {
    expect(mergeTemplates({ spec: { containers: [app] } }, templates, none)).toEqual({
      pod: { spec: { containers: [{ ...regular, tty: true }, app] } },
      rendered: { spec: { containers: [{ ...regular, tty: true }] } },
    });
  });

  it('are named where they cannot be merged', () => {
    const pod = { spec: { containers: [{ image: 'x' }] } };
    expect(() => mergeTemplates(pod, templates, none)).toThrow(
      /^template "one" cannot be merged into the pod: (?!Merge)[a-z]/,
    );
  });

  it('count with all before them', () => {
    expect(mergeBytes(100, [])).toBe(0);
    expect(mergeBytes(100, templates)).toBe(110 + 120);
  });
});
