import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BoundedCache } from '../../../base/bounded-cache.ts';
import { errorText } from '../../../base/coded-error.ts';
import { type FolderErrorCode, SourceError } from '../../errors.ts';
import type { Parameter, ParameterReading, ParameterRequest, ParameterSource } from '../source.ts';

/** The version of every file: a folder keeps one of each. */
const fileVersion = 1;
/** The largest file that is read, in bytes: more than any parameter holds, decoded. */
const maxFileBytes = 2 * 1024 * 1024;
const fileName = /^(?:[A-Za-z0-9][A-Za-z0-9._-]*\/)+[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** A file that was changed so lately may be changed again without another time: it is read each time. In milliseconds. */
const quietMs = 100;

/** The text of a file, and what was known of the file when it was read. */
interface KeptText {
  readonly mark: string;
  readonly text: string;
}

/**
 * Parameters as files below a folder: `FOLDER/default/policy`, `FOLDER/prod/templates/gateway`. The names are the
 * parameters' own, without extension; the content is a value as Parameter Store would hold it, encoded or plain.
 * A file is read again where its inode, size or times are others than before.
 * @param now milliseconds since 1970
 */
export function createFileSource(folder: string, now: () => number = Date.now): ParameterSource {
  const kept = new BoundedCache<KeptText>({
    maxEntries: 1000,
    maxCharacters: 16 * maxFileBytes,
    charactersOf: ({ text }) => text.length,
  });
  const read = (path: string): Promise<string> => readChanged(path, kept, now);
  return {
    description: `file:${folder}`,
    async read(requests, signal) {
      signal?.throwIfAborted();
      await checkFolder(folder);
      return collect(await Promise.all(requests.map((request) => readOne(folder, request, read))));
    },
  };
}

async function checkFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch((cause: unknown) => {
    throw new SourceError<FolderErrorCode>('not-found', `${folder} cannot be read: ${reasonOf(cause)}`, { cause });
  });
  if (!found.isDirectory()) {
    throw new SourceError<FolderErrorCode>(
      'not-found',
      `${folder} is not a folder; name the one that holds default/template`,
    );
  }
}

type Read =
  | { readonly name: string; readonly parameter: Parameter }
  | { readonly name: string; readonly failure: Error };

async function readOne(
  folder: string,
  { name, version }: ParameterRequest,
  read: (path: string) => Promise<string>,
): Promise<Read | undefined> {
  if (!fileName.test(name) || (version ?? fileVersion) !== fileVersion) {
    return undefined;
  }
  try {
    return { name, parameter: { name, value: await read(join(folder, name)), version: fileVersion } };
  } catch (cause) {
    return isAbsent(cause) ? undefined : { name, failure: unreadable(name, cause) };
  }
}

async function readChanged(path: string, kept: BoundedCache<KeptText>, now: () => number): Promise<string> {
  const { ino, size, mtimeNs, ctimeNs, ctimeMs } = await stat(path, { bigint: true });
  const mark = [ino, size, mtimeNs, ctimeNs].join(' ');
  const known = kept.get(path);
  if (known?.mark === mark) {
    return known.text;
  }
  const text = await readText(path);
  if (now() - Number(ctimeMs) > quietMs) {
    kept.set(path, { mark, text });
  }
  return text;
}

async function readText(path: string): Promise<string> {
  const bytes = await readFile(path);
  if (bytes.byteLength > maxFileBytes) {
    throw new Error(`it has ${bytes.byteLength} bytes; ${maxFileBytes} are the limit`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Error('it is not UTF-8 text; save it as UTF-8', { cause });
  }
}

function collect(reads: readonly (Read | undefined)[]): ParameterReading {
  const parameters = new Map<string, Parameter>();
  const failures = new Map<string, Error>();
  for (const read of reads) {
    if (read !== undefined && 'parameter' in read) {
      parameters.set(read.name, read.parameter);
    } else if (read !== undefined) {
      failures.set(read.name, read.failure);
    }
  }
  return { parameters, failures };
}

function unreadable(name: string, cause: unknown): SourceError<FolderErrorCode> {
  return new SourceError('unreadable', `the file ${name} cannot be used: ${reasonOf(cause)}`, { cause });
}

/** Also where a parent of the file is no folder. */
function isAbsent(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'it is not a folder',
};

/** Why a file or folder cannot be read, in words and without its path. */
export function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return reasons[code] ?? errorText(cause);
}
