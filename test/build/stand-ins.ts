import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

const client = join(import.meta.dirname, 'ssm-client.ts');
/** Read by their names in the ES modules of the SDK, which Node itself cannot load. */
const parts = /^@aws-sdk\/client-ssm\/dist-es\/endpoint\/endpointResolver$/;
const partitions = /@aws-sdk\/core\/dist-es\/submodules\/client\/util-endpoints\/lib\/aws\/partitions\.js$/;
const pureSha256 = /@smithy\/core\/dist-es\/submodules\/checksum\/sha256\/Sha256Js\.js$/;
const eventHeaders = /@smithy\/signature-v4\/dist-es\/HeaderFormatter\.js$/;
const patchIndex = /fast-json-patch\/index\.mjs$/;
const indexes = /@smithy\/core\/dist-es\/submodules\/\w+\/index\.js$/;

/**
 * Puts the Lambda's own client in the place of the SDK's (`ssm-client.ts`), which takes the SDK's rules for endpoints
 * and its signing; the partitions become text, which V8 reads faster than a literal, and SHA-256 is Node's alone. What
 * the SDK would load by `import()`, a Lambda never does, nor does it sign streams of events. Of fast-json-patch, what
 * applies one operation is used.
 */
export const standIns: Plugin = {
  name: 'stand-ins',
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/client-ssm$/ }, () => ({ path: client }));
    build.onResolve({ filter: parts }, ({ path, kind, resolveDir }) =>
      build.resolve(`${path}.js`, { kind, resolveDir }),
    );
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
    build.onLoad({ filter: pureSha256 }, () => ({ contents: 'export class Sha256Js {}' }));
    build.onLoad({ filter: partitions }, async ({ path }) => ({
      contents: literalAsText(await readFile(path, 'utf8')),
    }));
  },
};

/** What an index makes by a call at once is of no use unless somebody imports it; esbuild cannot know. */
function withPureCalls(text: string): string {
  return text.replace(/^(export const \w+ = )(?=\w+\()/gm, '$1/* @__PURE__ */ ');
}

function literalAsText(text: string): string {
  const contents = text.replace(/^export const (\w+) = (\{.*\});\s*$/s, (_, name, literal) => {
    return `export const ${name} = JSON.parse(${JSON.stringify(JSON.stringify(JSON.parse(literal)))});`;
  });
  if (contents === text) {
    throw new Error('the partitions are written in another way: look at what this function is for');
  }
  return contents;
}
