import { build, type OutputFile } from 'esbuild';
import { scriptFile } from '../../functions/cached/compiled-script.ts';
import { lambdaOptions } from '../lambda-options.ts';

/** The files of the webhook as one script, which V8's compile cache needs, in memory and with paths below `outdir`. */
export async function bundleScript(outdir: string): Promise<readonly OutputFile[]> {
  const { outputFiles } = await build({
    ...lambdaOptions,
    entryPoints: [{ in: 'lib/webhook/start-injector.ts', out: scriptFile.replace(/\.js$/, '') }],
    outdir,
    write: false,
    metafile: false,
    // What is compiled already needs neither files by need nor functions that are compiled with their file.
    plugins: [],
    splitting: false,
    format: 'cjs',
    outExtension: { '.js': '.js' },
    banner: { js: '(function(exports,require,module){' },
    footer: { js: '})' },
  });
  return outputFiles;
}
