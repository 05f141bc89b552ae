import { describe, expect, it } from 'vitest';
import { fitPatch, trimAdded } from '../../../../lib/inject/merge/fit-patch.ts';
import type { JsonObject, JsonValue } from '../../../../lib/json/json-value.ts';

const spec = (fields: JsonObject): JsonObject => ({ spec: fields });
/** A pod whose metadata of a claim's template is this. */
const claimTemplate = (metadata: JsonObject): JsonObject =>
  spec({ volumes: [{ name: 'v', ephemeral: { volumeClaimTemplate: { metadata } } }] });

/** What a template wrote, how Go writes it, what the pod has, and what is merged into it. */
const rows: readonly (readonly [string, JsonObject, JsonObject, JsonObject, JsonObject])[] = [
  ["what is new in Go's spelling", { a: { b: null, c: '1000m' } }, { a: { c: '1' } }, {}, { a: { c: '1' } }],
  ['nothing of what Go leaves out', { a: null, b: {} }, {}, {}, {}],
  ['null where the pod has something to delete', { a: null }, {}, { a: 1 }, { a: null }],
  ["what changes in Go's spelling", { a: '1000m' }, { a: '1' }, { a: '2' }, { a: '1' }],
  [
    'objects field by field',
    { a: { b: null, c: null, d: '1000m' } },
    { a: { d: '1' } },
    { a: { b: 1 } },
    { a: { b: null, d: '1' } },
  ],
  ['an object over what is none', { a: { b: null } }, { a: {} }, { a: 1 }, { a: {} }],
  [
    'objects with a directive as they are',
    { a: { $patch: 'replace', b: null } },
    { a: {} },
    { a: { b: 1 } },
    { a: { $patch: 'replace', b: null } },
  ],
  [
    'items of a list by their key',
    spec({
      containers: [
        { name: 'a', image: null, tty: null },
        { name: 'b', tty: null },
      ],
    }),
    spec({ containers: [{ name: 'a' }, { name: 'b', resources: {} }] }),
    spec({ containers: [{ name: 'a', image: 'x' }] }),
    spec({
      containers: [
        { name: 'a', image: null },
        { name: 'b', resources: {} },
      ],
    }),
  ],
  [
    'lists in items, by the types of Kubernetes',
    spec({ containers: [{ name: 'a', ports: [{ containerPort: 1, name: null, hostIP: null }] }] }),
    spec({ containers: [{ name: 'a', ports: [{ containerPort: 1 }] }] }),
    spec({ containers: [{ name: 'a', ports: [{ containerPort: 1, name: 'x' }] }] }),
    spec({ containers: [{ name: 'a', ports: [{ containerPort: 1, name: null }] }] }),
  ],
  [
    'lists in structs that pointers lead to',
    claimTemplate({
      ownerReferences: [
        { uid: 'u', name: 'n', controller: null },
        { uid: 'v', controller: null },
      ],
    }),
    claimTemplate({ ownerReferences: [{ uid: 'u', name: 'n' }, { uid: 'v' }] }),
    claimTemplate({ ownerReferences: [{ uid: 'u', controller: true }] }),
    claimTemplate({ ownerReferences: [{ uid: 'u', name: 'n', controller: null }, { uid: 'v' }] }),
  ],
  [
    'a list with a directive as it is',
    spec({
      containers: [
        { name: 'a', $patch: 'delete' },
        { name: 'b', tty: null },
      ],
    }),
    spec({ containers: [{ name: 'b' }] }),
    spec({ containers: [{ name: 'a' }, { name: 'b' }] }),
    spec({
      containers: [
        { name: 'a', $patch: 'delete' },
        { name: 'b', tty: null },
      ],
    }),
  ],
  [
    'two items of one key, each as it is written at its place',
    spec({
      containers: [
        { name: 'a', tty: null, image: 'x' },
        { name: 'a', image: 'y' },
      ],
    }),
    spec({
      containers: [
        { name: 'a', image: 'x' },
        { name: 'a', image: 'y' },
      ],
    }),
    spec({
      containers: [
        { name: 'a', stdin: true },
        { name: 'a', tty: true },
      ],
    }),
    spec({
      containers: [
        { name: 'a', image: 'x' },
        { name: 'a', image: 'y' },
      ],
    }),
  ],
  [
    'items as they are written where merging has made two of one key one',
    spec({ containers: [{ name: 'a', image: 'x' }, { name: 'a', tty: true }, { name: 'b' }] }),
    spec({ containers: [{ name: 'a', image: 'x', tty: true }, { name: 'b' }] }),
    spec({ containers: [{ name: 'c' }] }),
    spec({ containers: [{ name: 'a', image: 'x', tty: true }, { name: 'a', tty: true }, { name: 'b' }] }),
  ],
  [
    'a list of which Go has nothing as it is written',
    spec({ containers: [{ name: 'a', tty: null }] }),
    spec({}),
    spec({ containers: [{ name: 'b' }] }),
    spec({ containers: [{ name: 'a', tty: null }] }),
  ],
  [
    'null where the pod has an object or a list, which it deletes',
    spec({ securityContext: null, containers: null }),
    spec({}),
    spec({ securityContext: { runAsUser: 1 }, containers: [{ name: 'a' }] }),
    spec({ securityContext: null, containers: null }),
  ],
  [
    "what the pod has null for in Go's spelling",
    spec({ securityContext: { runAsUser: 1, fsGroup: null }, containers: [{ name: 'a', tty: null }] }),
    spec({ securityContext: { runAsUser: 1 }, containers: [{ name: 'a' }] }),
    spec({ securityContext: null, containers: null }),
    spec({ securityContext: { runAsUser: 1 }, containers: [{ name: 'a' }] }),
  ],
  [
    "a list that is not merged in Go's spelling",
    spec({ tolerations: [{ key: 'a', value: null }] }),
    spec({ tolerations: [{ key: 'a' }] }),
    spec({ tolerations: [{ key: 'a', value: 'x' }] }),
    spec({ tolerations: [{ key: 'a' }] }),
  ],
  [
    'items without their key as they are',
    spec({ containers: [{ tty: null }] }),
    spec({ containers: [{}] }),
    spec({ containers: [{ name: 'a' }] }),
    spec({ containers: [{ tty: null }] }),
  ],
];

describe('fitPatch', () => {
  it.each(rows)('merges %s', (_name, raw, normal, pod, want) => {
    expect(fitPatch({ raw, normal, unknown: [] }, pod)).toStrictEqual(want);
  });
});

describe('trimAdded', () => {
  it.each<readonly [JsonValue, JsonValue, JsonValue]>([
    [{ a: 1, resources: {} }, { a: 1 }, { a: 1 }],
    [{ a: { b: 1, c: {} } }, { a: { b: 2 } }, { a: { b: 1 } }],
    [{ a: {} }, { a: null }, {}],
    [[{ a: 1, b: {} }, { b: {} }], [{ a: 1 }], [{ a: 1 }, { b: {} }]],
    [[{ a: 1 }], { a: 1 }, [{ a: 1 }]],
    [{ a: 1 }, 'text', { a: 1 }],
    ['1', '1000m', '1'],
  ])('of %j, which was written as %j, leaves %j', (normal, raw, want) => {
    expect(trimAdded(normal, raw)).toStrictEqual(want);
  });
});
