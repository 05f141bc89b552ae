/**
 * `npm run compile-cache [-- FOLDER...]`: writes to `dist/compile-cache` what a compile cache is filled by, and tells how.
 * FOLDER holds parameters as they are pushed; without any, the examples are taken. What their templates need is in the cache.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptied } from '../emptied.ts';
import { root } from '../root.ts';
import { bundleScript } from './script.ts';
import { fillingStarts } from './starts.ts';

const place = 'dist/compile-cache';
const folders = process.argv.slice(2);
const unusable = folders.find((path) => !existsSync(join(path, 'default')));
if (unusable !== undefined) {
  process.stderr.write(
    `${unusable}: no folder of parameters, for there is no ${unusable}/default: give one as it is pushed\n`,
  );
  process.exit(2);
}
const starts = fillingStarts(folders.length === 0 ? [join(root, 'examples/parameters')] : folders);
const folder = emptied(place);
mkdirSync(folder, { recursive: true });
for (const { path, contents } of await bundleScript(folder)) {
  writeFileSync(path, contents);
}
writeFileSync(join(folder, 'starts.json'), JSON.stringify(starts));
process.stdout.write(`${place} is ready. Fill the cache with the Node that the function will run on, in Lambda's image:

docker run --rm --platform linux/arm64 --user "$(id -u)" --volume "$PWD:/source" --workdir /source --entrypoint node \\
  public.ecr.aws/lambda/nodejs:24 --predictable --random-seed=1 build/compile-cache/fill.ts

and have it packed: COMPILE_CACHE=${place} npx serverless deploy (or npm run build, or npm run release)
`);
