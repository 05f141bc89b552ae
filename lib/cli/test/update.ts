import { writeFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import type { JsonObject, JsonValue } from '../../json/json-value.ts';
import type { Actual } from './actual.ts';
import { partLike } from './expectations.ts';
import { hasPath } from './pod-path.ts';
import type { CaseResult } from './run-cases.ts';

/** Writes what comes out now into a file of fixtures; comments and everything else in it stay. */
export async function updateFixture(results: readonly CaseResult[]): Promise<void> {
  const [first] = results;
  if (first === undefined) {
    return;
  }
  const document = parseDocument(first.fixture.text);
  for (const { each, actual, failures } of results) {
    for (const { expectation } of failures) {
      const path = ['cases', each.index, 'expect', ...(expectation === 'expect' ? [] : [expectation])];
      const value = expectation === 'expect' ? wholeOf(actual) : now(expectation, each.expect ?? {}, actual);
      if (value === undefined) {
        document.deleteIn(path);
      } else {
        document.setIn(path, document.createNode(value));
      }
    }
  }
  await writeFile(first.fixture.path, document.toString({ lineWidth: 0 }));
}

/** Everything that says something about a case. */
function wholeOf({ decision, reason, result, pod, refusal }: Actual): JsonObject {
  const base = { decision, reason };
  switch (result) {
    case 'injected':
      return { ...base, result, pod };
    case 'unchanged':
      return base;
    default:
      return { ...base, result, refusal };
  }
}

/** What an expectation has to be to be met; undefined where nothing is left of it. */
function now(expectation: string, expect: JsonObject, actual: Actual): JsonValue | undefined {
  switch (expectation) {
    case 'podContains':
      return emptyAsUndefined(partLike(expect.podContains ?? {}, actual.pod));
    case 'absent': {
      const paths = Array.isArray(expect.absent) ? expect.absent.map(String) : [];
      const absent = paths.filter((path) => !hasPath(actual.pod, path));
      return absent.length === 0 ? undefined : absent;
    }
    case 'refusal':
      return actual.refusal === '' ? undefined : actual.refusal;
    case 'warnings':
      return [...actual.warnings];
    default:
      return new Map<string, JsonValue>(Object.entries({ ...actual, warnings: [...actual.warnings] })).get(expectation);
  }
}

function emptyAsUndefined(value: JsonValue): JsonValue | undefined {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0 ? undefined : value;
}
