/**
 * Bundles the command line into `dist/cli`, so that `npx --no-install sidecar-injector` runs on any supported Node. Dependencies
 * stay outside: a clone has them after `npm ci`. `npm ci` runs it.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { nodeOptions } from './node-options.ts';
import { root } from './root.ts';

const outdir = join(root, 'dist/cli');
// Names of files hold a digest of what is in them: those of an earlier build would stay, and be packed.
rmSync(outdir, { recursive: true, force: true });
await build({ ...nodeOptions, entryPoints: [{ in: 'lib/cli/main.ts', out: 'sidecar-injector' }], outdir });
