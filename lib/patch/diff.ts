import type { Comparison } from './comparison.ts';
import { diffList } from './diff-list.ts';
import { equal, isList, isObject, type JsonObject, type JsonValue } from './json.ts';
import { fieldPosition, type ListKeys, rootPosition } from './list-keys.ts';
import { type Operation, pointerTo, Recorder } from './operation.ts';

/** How many pairs of keys, one gone and one new, are compared at most to find renamed ones. */
export const maxRenamePairs = 10_000;

/**
 * A small JSON Patch (RFC 6902) that turns `before` into `after`: as few operations as possible, then as few bytes,
 * always the same for the same input. Part of the document is set as a whole where that is no longer than the
 * changes inside, but never the root, unless it changes its kind. Lists of objects are compared by key: that of
 * `keys`, or a likely one; others by value, as `maxAlignmentCells` allows. Never emits `test` or `copy`. Values are
 * those of `after`, not copies. Paths never lead into `__proto__`, nor `prototype` of a `constructor`, which patch
 * libraries refuse: the object around is set instead.
 */
export function diff(before: JsonValue, after: JsonValue, keys?: ListKeys): Operation[] {
  const recorder = new Recorder();
  diffValue(before, after, { path: '', setter: 'replace', position: rootPosition(keys), recorder });
  return recorder.operations;
}

function diffValue(before: JsonValue, after: JsonValue, at: Comparison): void {
  if (before === after) {
    return;
  }
  const mark = at.recorder.length;
  if (isObject(before) && isObject(after)) {
    diffObject(before, after, at);
  } else if (isList(before) && isList(after)) {
    diffList(before, after, { ...at, diffItem: diffValue });
  } else {
    at.recorder.set(at.setter, at.path, after);
    return;
  }
  if (at.path !== '' && at.recorder.length > mark) {
    at.recorder.compact(mark, { op: at.setter, path: at.path, value: after });
  }
}

function diffObject(before: JsonObject, after: JsonObject, at: Comparison): void {
  if (bannedKeyChanged(before, after, at.path)) {
    at.recorder.set(at.setter, at.path, after);
    return;
  }
  const come: string[] = [];
  for (const key of Object.keys(after)) {
    if (!Object.hasOwn(before, key)) {
      come.push(key);
    } else if (before[key] !== after[key] && key !== '__proto__') {
      diffField(key, before[key] ?? null, after[key] ?? null, at);
    }
  }
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  if (gone.length > 0 || come.length > 0) {
    recordKeys({ before, gone }, { after, come }, at);
  }
}

function diffField(key: string, before: JsonValue, after: JsonValue, at: Comparison): void {
  if (equal(before, after)) {
    return;
  }
  const position = typeof after === 'object' ? fieldPosition(at.position, key) : undefined;
  diffValue(before, after, { path: pointerTo(at.path, key), setter: 'add', position, recorder: at.recorder });
}

/** Removes and adds; what goes under one key and comes under another is moved. */
function recordKeys(
  { before, gone }: { readonly before: JsonObject; readonly gone: readonly string[] },
  { after, come }: { readonly after: JsonObject; readonly come: readonly string[] },
  { path, recorder }: Comparison,
): void {
  const movedFrom = new Map<string, string>();
  const candidates = gone.length * come.length > maxRenamePairs ? [] : come;
  for (const key of gone) {
    const to = candidates.find((one) => !movedFrom.has(one) && equal(before[key] ?? null, after[one] ?? null));
    if (to === undefined) {
      recorder.record({ op: 'remove', path: pointerTo(path, key) });
    } else {
      movedFrom.set(to, key);
    }
  }
  for (const key of come) {
    const from = movedFrom.get(key);
    recorder.record(
      from === undefined
        ? { op: 'add', path: pointerTo(path, key), value: after[key] ?? null }
        : { op: 'move', from: pointerTo(path, from), path: pointerTo(path, key) },
    );
  }
}

/** Whether a key that patch libraries refuse comes, goes or changes. */
function bannedKeyChanged(before: JsonObject, after: JsonObject, path: string): boolean {
  return (
    memberChanged(before, after, '__proto__') ||
    (path.endsWith('/constructor') && memberChanged(before, after, 'prototype'))
  );
}

function memberChanged(before: JsonObject, after: JsonObject, key: string): boolean {
  const had = Object.hasOwn(before, key);
  return had !== Object.hasOwn(after, key) || (had && !equal(before[key] ?? null, after[key] ?? null));
}
