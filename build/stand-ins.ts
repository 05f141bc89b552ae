import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const partitions = /@aws-sdk\/core\/dist-es\/submodules\/client\/util-endpoints\/lib\/aws\/partitions\.js$/;
const eventHeaders = /@smithy\/signature-v4\/dist-es\/HeaderFormatter\.js$/;
const hex = /@smithy\/core\/dist-es\/submodules\/serde\/util-hex-encoding\/hex-encoding\.js$/;
const signingTime = /@smithy\/signature-v4\/dist-es\/utilDate\.js$/;
const patchIndex = /fast-json-patch\/index\.mjs$/;
const indexes = /@smithy\/core\/dist-es\/submodules\/\w+\/index\.js$/;

/** The files of packages that something else stands in for. A bundle without one of them was made of another version. */
export const replacedFiles: readonly RegExp[] = [partitions, eventHeaders, hex, signingTime, patchIndex];

/**
 * The SDK's partitions become text, which V8 reads faster than a literal; hexadecimal digits are Node's, and the time
 * of a signature is our own. What the SDK would load by `import()`, a Lambda never does, nor does it sign streams of
 * events. Of fast-json-patch, what applies one operation is used.
 */
export const standIns: Plugin = {
  name: 'stand-ins',
  setup(build) {
    build.onResolve({ filter: /^[^.]/ }, ({ path, kind, importer }) => {
      return kind === 'dynamic-import' && /@(?:aws|aws-sdk|smithy)\//.test(importer)
        ? { path, external: true }
        : undefined;
    });
    build.onLoad({ filter: indexes }, async ({ path }) => ({ contents: withPureCalls(await readFile(path, 'utf8')) }));
    build.onLoad({ filter: patchIndex }, () => ({
      contents: `import { applyOperation } from './module/core.mjs'; export default { applyOperation };`,
    }));
    build.onLoad({ filter: eventHeaders }, () => ({ contents: 'export class HeaderFormatter {}' }));
    build.onLoad({ filter: hex }, () => ({ contents: hexByNode }));
    build.onLoad({ filter: signingTime }, () => ({ contents: ourTime, resolveDir: root }));
    build.onLoad({ filter: partitions }, async ({ path }) => ({
      contents: literalAsText(await readFile(path, 'utf8')),
    }));
  },
};

/** In place of two tables with all bytes in them. */
const hexByNode = `
  export const toHex = (bytes) => Buffer.from(bytes).toString('hex');
  export const fromHex = (text) => new Uint8Array(Buffer.from(text, 'hex'));`;

/** See `isoTime` for the reason. A signature's time has no milliseconds. */
const ourTime = `
  import { isoTime } from './lib/observe/iso-time.ts';
  export const iso8601 = (date) => isoTime(date.getTime()).slice(0, 19) + 'Z';`;

/** What an index makes by a call at once is of no use unless somebody imports it; esbuild cannot know. */
function withPureCalls(text: string): string {
  return text
    .replace(/^(export const \w+ = )(?=\w+\()/gm, '$1/* @__PURE__ */ ')
    .replace(/^(export class \w+ extends )(?=\w+\()/gm, '$1/* @__PURE__ */ ');
}

/** Regions have names for people, which are a third of the text. */
function withoutDescription(key: string, value: unknown): unknown {
  return key === 'description' ? undefined : value;
}

function literalAsText(text: string): string {
  const contents = text.replace(/^export const (\w+) = (\{.*\});\s*$/s, (_, name, literal) => {
    return `export const ${name} = JSON.parse(${JSON.stringify(JSON.stringify(JSON.parse(literal, withoutDescription)))});`;
  });
  if (contents === text) {
    throw new Error('the partitions are written in another way: look at what this function is for');
  }
  return contents;
}
