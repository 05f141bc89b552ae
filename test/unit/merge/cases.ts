import type { MergeErrorCode } from '../../../lib/merge/errors.ts';

/*
 * Strategic merges written by hand, as JSON texts. The oracle suite runs the same cases through Go, so that what
 * they want is what Go gives.
 */

/** `{"spec":{"containers":LIST}}` and so on, to keep rows short. */
const spec = (fields: string): string => `{"spec":{${fields}}}`;
const containers = (list: string): string => spec(`"containers":${list}`);
const meta = (fields: string): string => `{"metadata":{${fields}}}`;
const volumes = (list: string): string => spec(`"volumes":${list}`);

type Row = readonly [name: string, original: string, patch: string, want: string];

const maps: readonly Row[] = [
  ['adds, changes and keeps', '{"a":1,"b":2}', '{"b":3,"c":4}', '{"a":1,"b":3,"c":4}'],
  ['deletes by null', '{"a":1,"b":{"c":1}}', '{"b":null,"x":null}', '{"a":1}'],
  [
    'drops nulls of what is new as a whole',
    '{}',
    '{"a":{"b":null,"c":[{"d":null,"e":1},null]}}',
    '{"a":{"c":[{"e":1},null]}}',
  ],
  ['takes a value of another kind', '{"a":{"b":1}}', '{"a":[{"b":null}]}', '{"a":[{}]}'],
  ['takes a map over null', '{"metadata":{"labels":null}}', meta('"labels":{"a":"b"}'), meta('"labels":{"a":"b"}')],
  [
    'replaces a map',
    meta('"labels":{"a":"1"}'),
    meta('"labels":{"$patch":"replace","b":null}'),
    meta('"labels":{"b":null}'),
  ],
  ['empties a map', meta('"labels":{"a":"1"}'), meta('"labels":{"$patch":"delete","b":"2"}'), meta('"labels":{}')],
  ['replaces the document', '{"a":1}', '{"$patch":"replace","b":2}', '{"b":2}'],
  [
    'drops a new map with a directive',
    '{}',
    '{"a":{"$patch":"replace","b":1},"c":{"d":{"$patch":null}}}',
    '{"c":{"d":{}}}',
  ],
  [
    'drops a map with a directive inside a new one',
    '{}',
    '{"a":{"b":{"$patch":"replace","x":1},"c":1}}',
    '{"a":{"c":1}}',
  ],
  ['keeps other directives in what is new', '{}', '{"a":{"$retainKeys":["x"]}}', '{"a":{"$retainKeys":["x"]}}'],
  [
    'finds fields in any letter case',
    '{"SPEC":{"hostname":"a"}}',
    '{"SPEC":{"subdomain":"b"}}',
    '{"SPEC":{"hostname":"a","subdomain":"b"}}',
  ],
  [
    'folds the long s and the Kelvin sign',
    '{"\u017fpec":{"a":1}}',
    '{"\u017fpec":{"b":1}}',
    '{"\u017fpec":{"a":1,"b":1}}',
  ],
  [
    'merges inlined fields',
    volumes('[{"name":"v","configMap":{"name":"a"}}]'),
    volumes('[{"name":"v","configMap":{"optional":true}}]'),
    volumes('[{"name":"v","configMap":{"name":"a","optional":true}}]'),
  ],
  [
    'keeps own keys that look special',
    '{"__proto__":{"a":1}}',
    '{"constructor":1,"b":{"__proto__":2}}',
    '{"__proto__":{"a":1},"constructor":1,"b":{"__proto__":2}}',
  ],
  [
    'changes own keys that look special',
    '{"__proto__":1,"toString":2}',
    '{"__proto__":{"x":1},"toString":null}',
    '{"__proto__":{"x":1}}',
  ],
];

const lists: readonly Row[] = [
  [
    'puts new items first',
    containers('[{"name":"a"},{"name":"b"}]'),
    containers('[{"name":"x"}]'),
    containers('[{"name":"x"},{"name":"a"},{"name":"b"}]'),
  ],
  [
    'merges by key where the item stands',
    containers('[{"name":"a","image":"1"},{"name":"b"}]'),
    containers('[{"name":"b","image":"2"}]'),
    containers('[{"name":"a","image":"1"},{"name":"b","image":"2"}]'),
  ],
  [
    'interleaves the runs',
    containers('[{"name":"a"},{"name":"b"},{"name":"c"},{"name":"d"}]'),
    containers('[{"name":"c"},{"name":"x"},{"name":"b"}]'),
    containers('[{"name":"a"},{"name":"c"},{"name":"x"},{"name":"b"},{"name":"d"}]'),
  ],
  [
    'keeps nulls of items added to a list',
    containers('[{"name":"a"}]'),
    containers('[{"name":"x","image":null}]'),
    containers('[{"name":"x","image":null},{"name":"a"}]'),
  ],
  [
    'drops nulls where the list is new',
    '{"spec":{}}',
    containers('[{"name":"x","image":null}]'),
    containers('[{"name":"x"}]'),
  ],
  [
    'drops directed items of a new list',
    '{"spec":{}}',
    containers('[{"name":"a","$patch":"delete"},{"name":"b"}]'),
    containers('[{"name":"b"}]'),
  ],
  [
    'leaves a list alone for an empty patch',
    containers('[{"name":"a"}]'),
    containers('[]'),
    containers('[{"name":"a"}]'),
  ],
  [
    'deletes items',
    containers('[{"name":"a"},{"name":"b"},{"name":"a"}]'),
    containers('[{"name":"a","$patch":"delete"}]'),
    containers('[{"name":"b"}]'),
  ],
  [
    'deletes and adds anew',
    containers('[{"name":"a","image":"1"},{"name":"b"}]'),
    containers('[{"name":"b"},{"name":"a","$patch":"delete"},{"name":"a"}]'),
    containers('[{"name":"b"},{"name":"a"}]'),
  ],
  [
    'replaces a list of items',
    containers('[{"name":"a"}]'),
    containers('[{"$patch":"replace"},{"name":"b"},{"name":"a"}]'),
    containers('[{"name":"b"},{"name":"a"}]'),
  ],
  [
    'replaces a list without a merge key',
    spec('"tolerations":[{"key":"a"}]'),
    spec('"tolerations":[{"key":"b","value":null}]'),
    spec('"tolerations":[{"key":"b","value":null}]'),
  ],
  ['replaces a list that a pointer leads to', spec('"affinity":[1]'), spec('"affinity":[2]'), spec('"affinity":[2]')],
  [
    'merges ports by number alone',
    containers('[{"name":"a","ports":[{"containerPort":80,"protocol":"TCP"}]}]'),
    containers('[{"name":"a","ports":[{"containerPort":80,"protocol":"UDP"}]}]'),
    containers('[{"name":"a","ports":[{"containerPort":80,"protocol":"UDP"}]}]'),
  ],
  [
    'tells keys of different types apart',
    containers('[{"name":"a","ports":[{"containerPort":80}]}]'),
    containers('[{"name":"a","ports":[{"containerPort":"80"}]}]'),
    containers('[{"name":"a","ports":[{"containerPort":"80"},{"containerPort":80}]}]'),
  ],
  [
    'tells big keys apart',
    containers('[{"name":"a","ports":[{"containerPort":9007199254740993}]}]'),
    containers('[{"name":"a","ports":[{"containerPort":9007199254740992}]}]'),
    containers('[{"name":"a","ports":[{"containerPort":9007199254740992},{"containerPort":9007199254740993}]}]'),
  ],
  [
    'merges into the first of equal keys',
    containers('[{"name":"a"},{"name":"a","image":"2"}]'),
    containers('[{"name":"a","image":"x"}]'),
    containers('[{"name":"a","image":"x"},{"name":"a","image":"2"}]'),
  ],
  [
    'unites plain lists',
    meta('"finalizers":["a","b"]'),
    meta('"finalizers":["b","c"]'),
    meta('"finalizers":["a","b","c"]'),
  ],
  [
    'puts new plain items first',
    meta('"finalizers":["a","b"]'),
    meta('"finalizers":["x"]'),
    meta('"finalizers":["x","a","b"]'),
  ],
  [
    'drops repeated plain items',
    meta('"finalizers":["a","a","b"]'),
    meta('"finalizers":["c"]'),
    meta('"finalizers":["a","c","b"]'),
  ],
  [
    'drops repeated plain items where Go has to find more memory',
    meta('"finalizers":["a","a","b","d"]'),
    meta('"finalizers":["c"]'),
    meta('"finalizers":["c","a","b","d"]'),
  ],
  [
    'deletes from a plain list',
    meta('"finalizers":["a","b","a"]'),
    meta('"$deleteFromPrimitiveList/finalizers":["a","x"]'),
    meta('"finalizers":["b"]'),
  ],
  [
    'deletes the field by a null deletion',
    meta('"finalizers":["a"]'),
    meta('"$deleteFromPrimitiveList/finalizers":null'),
    meta(''),
  ],
  ['deletes from nothing', '{"metadata":{}}', meta('"$deleteFromPrimitiveList/finalizers":["a"]'), '{"metadata":{}}'],
  [
    'ignores a deletion of another kind',
    meta('"finalizers":"a"'),
    meta('"$deleteFromPrimitiveList/finalizers":["a"]'),
    meta('"finalizers":"a"'),
  ],
  [
    'ignores a deletion from no field',
    meta('"$deleteFromPrimitiveList/":1'),
    meta('"$deleteFromPrimitiveList/":["a"]'),
    meta('"$deleteFromPrimitiveList/":1'),
  ],
];

const directed: readonly Row[] = [
  [
    'retains the listed keys',
    volumes('[{"name":"v","emptyDir":{}}]'),
    volumes('[{"name":"v","$retainKeys":["name","hostPath"],"hostPath":{"path":"/x"}}]'),
    volumes('[{"name":"v","hostPath":{"path":"/x"}}]'),
  ],
  [
    'retains without regard to nulls and directives',
    '{"metadata":{"name":"a","finalizers":["x"]}}',
    meta(
      '"$retainKeys":["finalizers"],"name":null,"$deleteFromPrimitiveList/finalizers":["x"],"$setElementOrder/finalizers":["x"]',
    ),
    meta('"finalizers":[]'),
  ],
  [
    'orders what both sides have',
    containers('[{"name":"a"},{"name":"b"}]'),
    spec('"$setElementOrder/containers":[{"name":"b"},{"name":"x"},{"name":"a"}],"containers":[{"name":"x"}]'),
    containers('[{"name":"b"},{"name":"x"},{"name":"a"}]'),
  ],
  [
    'orders what only the original has',
    containers('[{"name":"a"},{"name":"b"},{"name":"c"}]'),
    spec('"$setElementOrder/containers":[{"name":"c"},{"name":"a"}]'),
    containers('[{"name":"b"},{"name":"c"},{"name":"a"}]'),
  ],
  [
    'orders what only the patch has',
    '{"spec":{}}',
    spec(
      '"$setElementOrder/containers":[{"name":"a"},{"name":"b"}],"containers":[{"name":"a"},{"name":"z","$patch":"delete"},{"name":"b"}]',
    ),
    containers('[{"name":"a"},{"name":"b"}]'),
  ],
  ['orders nothing', '{"spec":{}}', spec('"$setElementOrder/containers":[{"name":"a"}]'), '{"spec":{}}'],
  [
    'orders plain lists',
    meta('"finalizers":["a","b","c"]'),
    meta('"$setElementOrder/finalizers":["c","x","a"],"finalizers":["x"]'),
    meta('"finalizers":["b","c","x","a"]'),
  ],
  [
    'orders plain items where Go has put a new one over a repeated one, as it does if there is room for all',
    meta('"finalizers":["a","b","b"]'),
    meta('"$setElementOrder/finalizers":[],"finalizers":["x"]'),
    meta('"finalizers":["a","b","x"]'),
  ],
  [
    'orders plain items where there is no room for new ones',
    meta('"finalizers":["a","a"]'),
    meta('"$setElementOrder/finalizers":[],"finalizers":["x"]'),
    meta('"finalizers":["a","x"]'),
  ],
  [
    'keeps the rest of an ordered list in its order',
    containers('[{"name":"a"},{"name":"b"},{"name":"c"}]'),
    spec('"$setElementOrder/containers":[{"name":"x"},{"name":"c"}],"containers":[{"name":"x"}]'),
    containers('[{"name":"x"},{"name":"a"},{"name":"b"},{"name":"c"}]'),
  ],
  [
    'orders after deletions as Go does',
    containers('[{"name":"a"},{"name":"b"}]'),
    spec('"$setElementOrder/containers":[{"name":"b"}],"containers":[{"name":"a","$patch":"delete"}]'),
    containers('[{"name":"b"}]'),
  ],
];

/** Corners that mutation testing found untested. */
const corners: readonly Row[] = [
  [
    'drops a directed item at the end of a new list',
    '{"spec":{}}',
    containers('[{"name":"a"},{"name":"b","$patch":"delete"}]'),
    containers('[{"name":"a"}]'),
  ],
  [
    'orders a list whose patch ends with a deletion',
    '{"spec":{}}',
    spec('"$setElementOrder/containers":[{"name":"a"}],"containers":[{"name":"a"},{"name":"z","$patch":"delete"}]'),
    containers('[{"name":"a"}]'),
  ],
  [
    'takes an empty order for none',
    containers('[{"name":"a"}]'),
    spec('"$setElementOrder/containers":[],"containers":[{"name":"x"}]'),
    containers('[{"name":"a"},{"name":"x"}]'),
  ],
  [
    'orders around a directed item',
    '{"spec":{}}',
    spec(
      '"$setElementOrder/containers":[{"name":"a"},{"name":"b"}],"containers":[{"$patch":"replace"},{"name":"a"},{"name":"b"}]',
    ),
    containers('[{"name":"a"},{"name":"b"}]'),
  ],
  [
    'merges an ordered list once',
    containers('[{"name":"b"}]'),
    spec('"$setElementOrder/containers":[{"name":"x"},{"name":"b"}],"containers":[{"name":"x","image":null}]'),
    containers('[{"name":"x","image":null},{"name":"b"}]'),
  ],
  ['adds a key that looks special', '{"a":1}', '{"__proto__":{"x":1},"b":2}', '{"a":1,"__proto__":{"x":1},"b":2}'],
  [
    'puts deletions left in the original last',
    containers('[{"name":"a","$patch":"delete"},{"name":"b"}]'),
    containers('[{"name":"x"}]'),
    containers('[{"name":"x"},{"name":"b"},{"name":"a","$patch":"delete"}]'),
  ],
  [
    'compares a single item with nothing, whatever its key is',
    containers('[{"name":"a"}]'),
    containers('[{"name":["b"]},{"$patch":"replace"}]'),
    containers('[{"name":["b"]}]'),
  ],
];

/** Orders that depend on what Go finds in memory, or on items that hardly anybody writes. */
const rare: readonly Row[] = [
  [
    'orders an item that is deleted and comes again by the place that it had',
    containers('[{"name":"a"},{"name":"b"}]'),
    spec(
      '"$setElementOrder/containers":[{"name":"b"}],"containers":[{"name":"b","$patch":"delete"},{"name":"b","image":"x"}]',
    ),
    containers('[{"name":"a"},{"name":"b","image":"x"}]'),
  ],
  [
    'gives an item the place of one that is deleted',
    containers('[{"name":"a"},{"name":"b"}]'),
    spec('"$setElementOrder/containers":[{"name":"c"}],"containers":[{"name":"b","$patch":"delete"},{"name":"c"}]'),
    containers('[{"name":"a"},{"name":"c"}]'),
  ],
  [
    'puts what replaces a list into the order in which the list was, for an empty order',
    containers('[{"name":"a"},{"name":"b"}]'),
    spec('"$setElementOrder/containers":[],"containers":[{"$patch":"replace"},{"name":"b"},{"name":"a"}]'),
    containers('[{"name":"a"},{"name":"b"}]'),
  ],
  [
    'brings items of one key together in what replaces a list',
    containers('[{"name":"a"}]'),
    containers('[{"$patch":"replace"},{"name":"b"},{"name":"a"},{"name":"b"}]'),
    containers('[{"name":"b"},{"name":"b"},{"name":"a"}]'),
  ],
  [
    'deletes and adds an item whose key is null',
    containers('[{"name":null},{"name":"a"}]'),
    containers('[{"name":null,"$patch":"delete"},{"name":null,"image":"y"}]'),
    containers('[{"name":null,"image":"y"},{"name":"a"}]'),
  ],
  [
    'brings items of one key together where one of them changes',
    containers('[{"name":"a"},{"name":"b"},{"name":"a","image":"2"}]'),
    containers('[{"name":"a","image":"1"}]'),
    containers('[{"name":"a","image":"1"},{"name":"a","image":"2"},{"name":"b"}]'),
  ],
  [
    'puts items into the order of the patch',
    containers('[{"name":"a"},{"name":"b"},{"name":"c"}]'),
    containers('[{"name":"b"},{"name":"c","image":"x"},{"name":"a"}]'),
    containers('[{"name":"b"},{"name":"c","image":"x"},{"name":"a"}]'),
  ],
  [
    'keeps items of one key in their order behind another',
    containers('[{"name":"a"},{"name":"b"},{"name":"a","image":"2"}]'),
    containers('[{"name":"b"},{"name":"a","image":"1"}]'),
    containers('[{"name":"b"},{"name":"a","image":"1"},{"name":"a","image":"2"}]'),
  ],
  [
    'keeps items of one key in their order before another',
    containers('[{"name":"a"},{"name":"b"},{"name":"a","image":"2"}]'),
    containers('[{"name":"a","image":"1"},{"name":"b"}]'),
    containers('[{"name":"a","image":"1"},{"name":"a","image":"2"},{"name":"b"}]'),
  ],
  [
    'keeps nulls of a new list that comes with an order',
    '{"spec":{}}',
    spec('"$setElementOrder/containers":[{"name":"a"}],"containers":[{"name":"a","image":null}]'),
    containers('[{"name":"a","image":null}]'),
  ],
  [
    'takes null for a key like any other',
    containers('[{"name":"b"},{"name":null},{"name":"a"}]'),
    containers('[{"name":"a","image":"y"}]'),
    containers('[{"name":"b"},{"name":null},{"name":"a","image":"y"}]'),
  ],
  [
    'passes over keys of an order that nothing can have',
    containers('[{"name":"a"}]'),
    spec(
      '"$setElementOrder/containers":[{"name":{}},{"name":[]},{"name":"a"}],"containers":[{"name":"a","image":"x"}]',
    ),
    containers('[{"name":"a","image":"x"}]'),
  ],
  [
    'drops a map with a directive that has a value of another kind before',
    '{"a":1,"b":[1]}',
    '{"a":{"$patch":"replace","b":1},"b":{"$patch":"delete"}}',
    '{}',
  ],
  [
    'drops a new map whatever its directive is',
    '{}',
    '{"a":{"$patch":{"$patch":"x"},"b":1},"c":{"d":[{"$patch":null,"e":{"f":null}}]}}',
    '{"c":{"d":[{"e":{}}]}}',
  ],
];

/** Patches that merge. */
export const merges: readonly Row[] = [...maps, ...lists, ...directed, ...corners, ...rare];

/** Patches that Go refuses too, with our code and place. */
export const refusedMerges: readonly (readonly [
  original: string,
  patch: string,
  code: MergeErrorCode,
  path: string,
])[] = [
  ['{"foo":{}}', '{"foo":{}}', 'unknown-field', 'foo'],
  [spec('"foo":[]'), spec('"foo":[]'), 'unknown-field', 'spec.foo'],
  [meta('"labels":{"a.b/c":{}}'), meta('"labels":{"a.b/c":{}}'), 'not-a-struct', 'metadata.labels["a.b/c"]'],
  ['{"metadata":[]}', '{"metadata":[]}', 'not-a-list', 'metadata'],
  [spec('"hostname":[1]'), spec('"hostname":[2]'), 'not-a-list', 'spec.hostname'],
  [containers('[{"name":"a"}]'), containers('[{"image":"x"}]'), 'missing-merge-key', 'spec.containers[0]'],
  [containers('[{"image":"x"}]'), containers('[{"name":"a"}]'), 'missing-merge-key', 'spec.containers'],
  [containers('[{"name":"a"}]'), containers('[{"$patch":"delete"}]'), 'missing-merge-key', 'spec.containers[0]'],
  [containers('[{"name":null}]'), containers('[{"name":null,"image":"x"}]'), 'missing-merge-key', 'spec.containers'],
  [
    containers('[{"name":"a"}]'),
    containers('[{"name":null,"image":"x"},{"name":null}]'),
    'missing-merge-key',
    'spec.containers',
  ],
  [containers('[]'), containers('[{"$patch":"replace"},{"image":"x"}]'), 'missing-merge-key', 'spec.containers'],
  [containers('[{"name":"a"}]'), containers('[{"name":"a","$patch":"merge"}]'), 'bad-directive', 'spec.containers[0]'],
  [
    containers('[{"name":"a"}]'),
    containers('[{"name":"b"},{"name":"a","$patch":null}]'),
    'bad-directive',
    'spec.containers[1]',
  ],
  ['{}', '{"$patch":"merge"}', 'bad-directive', ''],
  [containers('[{"name":"a"}]'), containers('["x"]'), 'mixed-list', 'spec.containers'],
  [meta('"finalizers":["a"]'), meta('"finalizers":[1]'), 'mixed-list', 'metadata.finalizers'],
  [meta('"finalizers":[1]'), meta('"finalizers":[1.5]'), 'mixed-list', 'metadata.finalizers'],
  [meta('"finalizers":["a"]'), meta('"finalizers":[null]'), 'mixed-list', 'metadata.finalizers'],
  [meta('"finalizers":[null]'), meta('"finalizers":[]'), 'mixed-list', 'metadata.finalizers'],
  [meta('"finalizers":[["a"]]'), meta('"finalizers":[]'), 'list-of-lists', 'metadata.finalizers'],
  [meta('"finalizers":[{"a":1}]'), meta('"finalizers":[{"a":1}]'), 'no-merge-key', 'metadata.finalizers'],
  [containers('["a"]'), containers('["b"]'), 'wrong-shape', 'spec.containers'],
  [containers('[{"name":{}}]'), containers('[{"name":{}}]'), 'uncomparable', 'spec.containers'],
  [containers('[{"name":[]}]'), containers('[{"name":[],"$patch":"delete"}]'), 'uncomparable', 'spec.containers'],
  [
    volumes('[{"name":"v"}]'),
    volumes('[{"name":"v","$retainKeys":["name"],"emptyDir":{}}]'),
    'bad-retain-keys',
    'spec.volumes[0]',
  ],
  ['{}', '{"$retainKeys":"name"}', 'bad-retain-keys', ''],
  ['{}', '{"$retainKeys":[[]]}', 'uncomparable', ''],
  ['{}', '{"$retainKeys":["a",{}]}', 'uncomparable', ''],
  ['{}', '{"$deleteFromPrimitiveListX":["a"]}', 'bad-delete-list', '$deleteFromPrimitiveListX'],
  ['{}', '{"$setElementOrder":["a"]}', 'bad-element-order', '$setElementOrder'],
  ['{}', '{"$setElementOrder/spec":"a"}', 'wrong-shape', '$setElementOrder/spec'],
  [containers('{}'), spec('"$setElementOrder/containers":[]'), 'wrong-shape', 'spec.$setElementOrder/containers'],
  [
    containers('[]'),
    spec('"$setElementOrder/containers":[],"containers":null'),
    'wrong-shape',
    'spec.$setElementOrder/containers',
  ],
  [containers('[]'), spec('"$setElementOrder/containers":[]'), 'empty-lists', 'spec.containers'],
  [
    containers('[{"name":"a"}]'),
    spec('"$setElementOrder/containers":["a"]'),
    'wrong-shape',
    'spec.$setElementOrder/containers',
  ],
  [
    '{"spec":{}}',
    spec('"$setElementOrder/containers":[{"name":"a"}],"containers":[{"name":"x"}]'),
    'bad-element-order',
    'spec.$setElementOrder/containers',
  ],
  [
    '{"spec":{}}',
    spec('"$setElementOrder/containers":[{"name":"a"},{"name":"b"}],"containers":[{"name":"b"},{"name":"a"}]'),
    'bad-element-order',
    'spec.$setElementOrder/containers',
  ],
  [
    '{"spec":{}}',
    spec('"$setElementOrder/containers":[{"name":"a"}],"containers":["a"]'),
    'wrong-shape',
    'spec.$setElementOrder/containers',
  ],
  [
    spec('"tolerations":[{"key":"a"}]'),
    spec('"$setElementOrder/tolerations":[]'),
    'uncomparable',
    'spec.$setElementOrder/tolerations',
  ],
  [
    spec('"tolerations":[{"key":"a"}]'),
    spec('"tolerations":[],"$setElementOrder/tolerations":[]'),
    'no-merge-key',
    'spec.$setElementOrder/tolerations',
  ],
  ['{"spec":{}}', spec('"$setElementOrder/foo":[]'), 'unknown-field', 'spec.foo'],
  [
    meta('"finalizers":["a","b"]'),
    meta('"$setElementOrder/finalizers":["a","b"],"finalizers":["b","a"]'),
    'bad-element-order',
    'metadata.$setElementOrder/finalizers',
  ],
  [
    containers('[{"name":"a"}]'),
    spec('"$setElementOrder/containers":[{"name":"a"},{"image":"x"}]'),
    'missing-merge-key',
    'spec.$setElementOrder/containers',
  ],
  [
    containers('[{"image":"x"},{"name":"a"}]'),
    containers('[{"name":"a","image":"y"}]'),
    'missing-merge-key',
    'spec.containers',
  ],
  [
    containers('[{"name":{}},{"name":"a"}]'),
    containers('[{"name":"a","image":"y"}]'),
    'uncomparable',
    'spec.containers',
  ],
  [
    containers('[{"name":"a"},{"name":[]}]'),
    containers('[{"name":"a","image":"y"}]'),
    'uncomparable',
    'spec.containers',
  ],
];
