import { type DraftedChanges, draftedChanges } from '../json/draft.ts';
import { equal } from '../json/equal.ts';
import { isList, isObject, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { countMembers, member } from '../json/member.ts';
import { Comparison, type DiffOptions } from './comparison.ts';
import { diffList } from './diff-list.ts';
import { type Operation, pointerTo } from './operation.ts';
import type { Mark } from './recorder.ts';

/** How many pairs of keys, one gone and one new, are compared at most to find renamed ones. */
const maxRenamePairs = 10_000;

/** `"":0,` */
const leastMemberBytes = 5;

/**
 * A small JSON Patch (RFC 6902) that turns `before` into `after`: as few operations as possible, then as few bytes,
 * always the same for the same input. Part of the document is set as a whole where that is no longer than the
 * changes inside, but never the root, unless it changes its kind. Lists of objects are compared by key: that of
 * `options`, or a likely one; others by value, as `maxAlignmentCells` allows. Never emits `test` or `copy`.
 * Where drafts know what they changed of very many members, nothing else is looked at. Values are
 * those of `after`, not copies. Paths never lead into `__proto__`, nor `prototype` of a `constructor`, which patch
 * libraries refuse: the object around is set instead.
 */
export function diff(before: JsonValue, after: JsonValue, options?: DiffOptions): Operation[] {
  const comparison = new Comparison(options, diffValue);
  if (before !== after) {
    diffValue(before, after, comparison);
  }
  return comparison.recorder.operations;
}

function diffValue(before: JsonValue, after: JsonValue, at: Comparison): void {
  const mark = at.recorder.mark();
  if (isObject(before) && isObject(after)) {
    diffObject(before, after, at);
  } else if (isList(before) && isList(after)) {
    diffList(before, after, at);
  } else {
    at.set(after);
    return;
  }
  if (!at.isCut(before)) {
    compact(mark, after, at);
  }
}

/** Sets the whole value instead of what was recorded since `mark`, where that is no longer; never the root. */
function compact(mark: Mark, value: JsonValue, at: Comparison): void {
  if (at.recorder.length > mark.length && !at.isRoot) {
    at.compact(mark, value);
  }
}

function diffObject(before: JsonObject, after: JsonObject, at: Comparison): void {
  if (refusedMemberChanged(before, after, at)) {
    at.set(after);
    return;
  }
  at.recorder.save(1);
  const drafted = draftedChanges(before, after);
  const { gone, come } =
    drafted === undefined ? compareAll(before, after, at) : compareDrafted(drafted, { before, after }, at);
  const moved = gone.length === 0 ? nothingMoved : recordGone({ before, gone }, { after, come }, at);
  for (const key of come) {
    if (!moved.has(key)) {
      at.recorder.record({ op: 'add', path: pointerTo(at.path, key), value: after[key] ?? null });
    }
  }
}

const nothingMoved: ReadonlySet<string> = new Set();

/** Names that only one of two objects has. */
interface Others {
  readonly gone: readonly string[];
  readonly come: readonly string[];
}

/** Compares the members that both have. */
function compareAll(before: JsonObject, after: JsonObject, at: Comparison): Others {
  const come: string[] = [];
  let stayed = 0;
  for (const key in after) {
    at.recorder.save(key.length + 4);
    const old = member(before, key);
    if (old === undefined) {
      come.push(key);
    } else {
      stayed += 1;
      at.compare(key, old, after[key] ?? null);
    }
  }
  const isNoneGone = stayed === countMembers(before);
  return { come, gone: isNoneGone ? [] : Object.keys(before).filter((key) => member(after, key) === undefined) };
}

/** The same where it is known which members may differ. */
function compareDrafted(
  { names, others }: DraftedChanges,
  { before, after }: { readonly before: JsonObject; readonly after: JsonObject },
  at: Comparison,
): Others {
  const gone: string[] = [];
  const come: string[] = [];
  at.recorder.save(others * leastMemberBytes);
  for (const key of names) {
    const old = member(before, key);
    const now = member(after, key);
    if (old !== undefined && now !== undefined) {
      at.compare(key, old, now);
    } else if (old !== undefined) {
      gone.push(key);
    } else if (now !== undefined) {
      come.push(key);
    }
  }
  return { gone, come };
}

/** Removes what goes, but moves what comes under another key, and gives those new keys. */
function recordGone(
  { before, gone }: { readonly before: JsonObject; readonly gone: readonly string[] },
  { after, come }: { readonly after: JsonObject; readonly come: readonly string[] },
  { path, recorder }: Comparison,
): ReadonlySet<string> {
  const moved = new Set<string>();
  const candidates = gone.length * come.length > maxRenamePairs ? [] : come;
  for (const key of gone) {
    const to = candidates.find((one) => !moved.has(one) && equal(before[key] ?? null, after[one] ?? null));
    if (to === undefined) {
      recorder.record({ op: 'remove', path: pointerTo(path, key) });
    } else {
      moved.add(to);
      recorder.record({ op: 'move', from: pointerTo(path, key), path: pointerTo(path, to) });
    }
  }
  return moved;
}

/** Whether a member comes, goes or changes whose key patch libraries refuse. */
function refusedMemberChanged(before: JsonObject, after: JsonObject, at: Comparison): boolean {
  return (
    memberChanged(before, after, '__proto__') || (at.key === 'constructor' && memberChanged(before, after, 'prototype'))
  );
}

function memberChanged(before: JsonObject, after: JsonObject, key: string): boolean {
  const had = Object.hasOwn(before, key);
  return had !== Object.hasOwn(after, key) || (had && !equal(before[key] ?? null, after[key] ?? null));
}
