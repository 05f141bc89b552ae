import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * Parts of the SDK that a Lambda never uses, by how they are imported, and what stands in for them: the credential
 * chain (our client takes credentials from the environment), the SDK's own transport (our client brings one), its
 * retries (ours know the deadline), streams of events, and traces of invocations that run side by side.
 */
const PACKAGES: Readonly<Record<string, string>> = {
  '@aws-sdk/credential-provider-node': `
    export const defaultProvider = () => async () => {
      throw new Error('no AWS_ACCESS_KEY_ID in the environment; the Lambda bundle looks nowhere else');
    };`,
  '@smithy/node-http-handler': `
    export const NodeHttpHandler = { create: (handler) => handler };
    export const streamCollector = async (body) => body;`,
  '@aws/lambda-invoke-store': 'export const InvokeStore = { getInstanceAsync: async () => undefined };',
  '@smithy/core/retry': `
    export const DEFAULT_RETRY_MODE = 'standard';
    export const RETRY_MODES = { STANDARD: 'standard', ADAPTIVE: 'adaptive' };
    export const NODE_MAX_ATTEMPT_CONFIG_OPTIONS = { environmentVariableSelector: () => 1 };
    export const NODE_RETRY_MODE_CONFIG_OPTIONS = { environmentVariableSelector: () => DEFAULT_RETRY_MODE };
    export const resolveRetryConfig = (config) => config;
    // Signing takes its place in the stack by this name.
    const place = { name: 'retryMiddleware', step: 'finalizeRequest', priority: 'high' };
    export const getRetryPlugin = () => ({ applyToStack: (stack) => stack.add((next) => next, place) });`,
};

/** What the SDK would load by `import()`, and a Lambda never does. */
const NEVER_IMPORTED = /^(@smithy\/core\/event-streams|bowser)$/;

/**
 * The same for single files: settings come from the environment alone, not from files of a home directory or from a
 * virtual machine's metadata; identifiers come without Web Crypto and bodies are no files, because the module
 * of either takes milliseconds to load.
 */
const FILES: Readonly<Record<string, string>> = {
  'config/node-config-provider/configLoader.js': `
    export const loadConfig = ({ environmentVariableSelector: select, default: preset }) => async () =>
      select(process.env) ?? (typeof preset === 'function' ? preset() : preset);`,
  'config/config-resolver/regionConfig/getInstanceMetadataRegion.js': `
    export const getInstanceMetadataRegion = async () => undefined;`,
  'serde/util-body-length/calculateBodyLength.js': `
    export const calculateBodyLength = (body) => Buffer.byteLength(body);`,
  'serde/uuid/v4.js': `
    export const bindV4 = () => () => process.getBuiltinModule('node:crypto').randomUUID();`,
};

export const sdkStandIns: Plugin = {
  name: 'sdk-stand-ins',
  setup(build) {
    const names = new RegExp(`^(${Object.keys(PACKAGES).join('|')})$`);
    build.onResolve({ filter: names }, ({ path }) => ({ path, namespace: 'stand-in' }));
    build.onLoad({ filter: /.*/, namespace: 'stand-in' }, ({ path }) => ({ contents: PACKAGES[path] ?? '' }));
    build.onResolve({ filter: NEVER_IMPORTED }, ({ path }) => ({ path, external: true }));
    for (const [file, contents] of Object.entries(FILES)) {
      build.onLoad({ filter: new RegExp(`smithy/core/dist-es/submodules/${file}$`) }, () => ({ contents }));
    }
  },
};

/**
 * Takes the classes of the service's 150 errors out, and writes the names of traits as literals, so that esbuild can
 * tell which of the 800 descriptions of shapes nobody uses. The SDK then makes its base exception, with the name and
 * message that came over the wire, and those are all that our own errors are told by.
 */
export const slimSchemas: Plugin = {
  name: 'slim-schemas',
  setup(build) {
    build.onLoad({ filter: /client-ssm\/dist-es\/schemas\/schemas_0\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const slim = text.replace(/^n0_registry\.registerError\(.*$/gm, '').replace(/\[(_\w+)\]:/g, (found, name) => {
        const [, literal] = new RegExp(`^const ${name} = (".*");$`, 'm').exec(text) ?? [];
        return literal === undefined ? found : `${literal}:`;
      });
      if (!/registerError/.test(text) || slim.length > text.length * 0.99) {
        throw new Error(`${path} is written in another way: look at what this plugin is for`);
      }
      return { contents: slim };
    });
  },
};
