import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { createYamlPlaces } from '../../config/load/yaml-place.ts';
import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { member, objectAt, textAt } from '../../json/member.ts';
import { CommandError } from '../errors.ts';
import { notText } from '../explain/hints.ts';
import { testsFolder } from '../parameters/parameter-folder.ts';
import { parseInput } from '../parse-input.ts';
import { type SchemaProblem, validate } from '../schema/validate.ts';
import { podOfWorkload, type WorkloadPod } from '../trial/pod-of-workload.ts';
import { fixtureSchema } from './fixture-schema.ts';
import { idlePart } from './idle-part.ts';
import { absentProblem } from './pod-path.ts';

/** One case: a pod, and what is expected of it. */
export interface Case {
  readonly name: string;
  /** Where it stands among the cases of its file. */
  readonly index: number;
  readonly cluster: string;
  readonly pod: WorkloadPod;
  /** Undefined where the namespace does not count. */
  readonly namespaceLabels: Readonly<Record<string, string>> | undefined;
  /** As it was written; undefined where `--update` is to fill it. */
  readonly expect: JsonObject | undefined;
}

/** A file of cases. */
export interface Fixture {
  /** Path for messages, `tests/basic.yaml`. */
  readonly name: string;
  readonly path: string;
  readonly text: string;
  /** KEY or KEY=VALUE of namespaces that opt in; undefined for the manifest's default. */
  readonly namespaceLabel: string | undefined;
  readonly cases: readonly Case[];
}

const extension = /\.ya?ml$/;

/** The fixtures of a folder of parameters; none where it has no `tests`. @throws CommandError for what is wrong. */
export async function readFixtures(folder: string): Promise<readonly Fixture[]> {
  const tests = join(folder, testsFolder);
  const names = await readdir(tests, { recursive: true }).catch(() => []);
  return Promise.all(
    names
      .filter((name) => extension.test(name))
      .sort()
      .map((name) => readFixture(folder, join(tests, name))),
  );
}

async function readFixture(folder: string, path: string): Promise<Fixture> {
  const name = relative(folder, path);
  const text = await readFile(path, 'utf8');
  const value = parseInput(text, name);
  assertNone(name, text, validate(value, fixtureSchema));
  const root = isObject(value) ? value : {};
  const cases = Array.isArray(root.cases) ? root.cases : [];
  const read = await Promise.all(cases.filter(isObject).map((each, index) => readCase(each, { path, name, index })));
  assertNone(name, text, cases.filter(isObject).flatMap(idleProblems));
  const label = textAt(root, 'namespaceLabel');
  return { name, path, text, namespaceLabel: label === '' ? undefined : label, cases: read };
}

function assertNone(name: string, text: string, problems: readonly SchemaProblem[]): void {
  if (problems.length > 0) {
    const places = createYamlPlaces(text);
    const lines = problems.map(({ path, message }) => {
      const { line, column } = places(path);
      return `${name}:${line}:${column}: ${path.join('.')}: ${message}`;
    });
    throw new CommandError(lines.join('\n'));
  }
}

/** Expectations that could not fail: a path that no pod can have is absent of every pod, and parts may say nothing. */
function idleProblems(each: JsonObject, index: number): readonly SchemaProblem[] {
  const expected = objectAt(each, 'expect');
  const absent = member(expected, 'absent');
  const ofAbsent = (Array.isArray(absent) ? absent : []).flatMap((path: JsonValue, at: number) => {
    const message = absentProblem(String(path));
    return message === undefined ? [] : [{ path: ['cases', index, 'expect', 'absent', at], message }];
  });
  const part = member(expected, 'podContains');
  const idle = isObject(part) ? idlePart(part) : undefined;
  const message = 'it could not fail, or says nothing; name what the pod shall have, or use "absent"';
  return [
    ...ofAbsent,
    ...(idle === undefined ? [] : [{ path: ['cases', index, 'expect', 'podContains', ...idle], message }]),
  ];
}

interface CasePlace {
  readonly path: string;
  readonly name: string;
  readonly index: number;
}

async function readCase(each: JsonObject, { path, name, index }: CasePlace): Promise<Case> {
  const given = objectAt(each, 'given');
  const title = textAt(each, 'name');
  const pod = podOfWorkload(await objectOf(given, path), textAt(given, 'namespace') || 'default');
  if (pod === undefined) {
    throw new CommandError(`${name}: ${title}: given.object is no Pod and no workload with a pod in it`);
  }
  const [unreadable] = notText(pod.pod);
  if (unreadable !== undefined) {
    throw new CommandError(`${name}: ${title}: ${unreadable}`);
  }
  const namespace = textAt(given, 'namespace');
  const labels = member(given, 'namespaceLabels');
  const expect = member(each, 'expect');
  return {
    name: title,
    index,
    cluster: textAt(given, 'cluster') || 'default',
    pod: namespace === '' ? pod : { ...pod, namespace },
    namespaceLabels: isObject(labels)
      ? Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, String(value)]))
      : undefined,
    expect: isObject(expect) ? expect : undefined,
  };
}

async function objectOf(given: JsonObject, path: string): Promise<JsonObject> {
  const file = textAt(given, 'file');
  if (file === '') {
    return objectAt(given, 'object');
  }
  const found = resolve(dirname(path), file);
  const text = await readFile(found, 'utf8').catch((cause: unknown) => {
    throw new CommandError(`${path}: given.file ${file} cannot be read`, { cause });
  });
  const value = parseInput(text, file);
  if (!isObject(value)) {
    throw new CommandError(`${file}: holds no Kubernetes object`);
  }
  return value;
}
