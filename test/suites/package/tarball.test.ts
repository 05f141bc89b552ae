import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './serverless-package.ts';

const run = promisify(execFile);
const libraries = ['template', 'yaml', 'merge', 'patch'] as const;
let folder: string;

/** The package as somebody gets it: packed here, installed into an empty folder. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tarball-'));
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root });
  const tarball = stdout.trim().split('\n').at(-1) ?? '';
  await writeFile(join(folder, 'package.json'), '{"type":"module","private":true}');
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
  await run('npm', ['install', ...quiet, `./${tarball}`], { cwd: folder });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the package, installed into an empty folder', () => {
  it('gives the command under its own name', async () => {
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    const { stdout } = await run('npx', ['--no-install', 'sidecar-injector', '--version'], { cwd: folder });
    expect(stdout.trim()).toBe(version);
  });

  it.each(libraries)('exports %s, whose documentation runs as it stands', async (name) => {
    const text = await readFile(join(root, 'lib', name, 'README.md'), 'utf8');
    const example = /```js\n(.*?)```/s.exec(text)?.[1] ?? '';
    expect(example).toContain(`sidecar-injector/${name}`);
    await writeFile(join(folder, `${name}.js`), example);
    await expect(run(process.execPath, [`${name}.js`], { cwd: folder })).resolves.toBeDefined();
  });

  it('renders, reads, merges and patches as the documentation says', async () => {
    await writeFile(
      join(folder, 'use.js'),
      `import { compileTemplate, goValueFromJson, sprigFunctions } from 'sidecar-injector/template';
       import { formatYaml, parseYaml } from 'sidecar-injector/yaml';
       import { applyPatch, diff } from 'sidecar-injector/patch';
       const template = compileTemplate({ name: 't', text: '{{ .n | upper }}', functions: sprigFunctions });
       const patch = diff({ a: [1, 2] }, { a: [0, 1, 2] });
       console.log(JSON.stringify([
         template.render(goValueFromJson({ n: 'ada' }, 'float64')), parseYaml('on: 0x1F'), formatYaml({ a: [1, 'yes'] }),
         patch.length, applyPatch({ a: [1, 2] }, patch),
       ]));`,
    );
    const { stdout } = await run(process.execPath, ['use.js'], { cwd: folder });
    expect(JSON.parse(stdout)).toEqual(['ADA', { true: 31 }, 'a:\n- 1\n- "yes"\n', 1, { a: [0, 1, 2] }]);
  });

  it('has types for all that it exports, and refuses what is not exported', async () => {
    const imports = libraries.map((name) => `import * as ${name} from 'sidecar-injector/${name}';`).join('\n');
    const uses = `const text: string = template.compileTemplate({ name: 't', text: '', functions: template.sprigFunctions }).render(null);
      const value: yaml.JsonValue = yaml.parseYaml(text);
      const operations: patch.Operation[] = patch.diff(value, value);
      export const merged = merge.strategicMerge({}, {}, { root: 'Pod', types: {} });
      export const count: number = operations.length;\n`;
    await writeFile(join(folder, 'use.ts'), `${imports}\n${uses}`);
    const compiler = join(root, 'node_modules/typescript/lib/tsc.js');
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', '', 'use.ts'];
    await expect(run(process.execPath, [compiler, ...options], { cwd: folder })).resolves.toBeDefined();
    await writeFile(join(folder, 'inside.js'), "import 'sidecar-injector/lib/yaml/scanner.ts';");
    await expect(run(process.execPath, ['inside.js'], { cwd: folder })).rejects.toThrow(
      /ERR_PACKAGE_PATH_NOT_EXPORTED/,
    );
  });
});
