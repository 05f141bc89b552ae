import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandIo } from '../../../lib/cli/command.ts';
import { CommandError } from '../../../lib/cli/errors.ts';
import { command } from '../../../lib/cli/import-istio.ts';
import { decodeValue } from '../../../lib/config/load/decode-value.ts';
import { loadSnapshot, templateNames } from '../../../lib/config/load/load-snapshot.ts';
import { parameterNames } from '../../../lib/config/parameter-names.ts';
import { createFileSource } from '../../../lib/config/source/file/file-source.ts';

const template =
  '{{ $a := annotation .ObjectMeta "a" "b" }}\nspec: {containers: [{name: istio-proxy, image: {{ $a }}}]}\n';
const configMap = (data: Record<string, string>) => JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', data });

describe('import istio', () => {
  let folder: string;
  let said: { out: string; err: string };
  let io: CommandIo;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'import-istio-'));
    said = { out: '', err: '' };
    io = {
      out: (text) => {
        said.out += text;
      },
      err: (text) => {
        said.err += text;
      },
      progress: () => {},
      env: {},
      cwd: folder,
      color: false,
      interactive: false,
      readInput: async () => '',
      ask: async () => '',
      signal: new AbortController().signal,
    };
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function runImport(templates: Record<string, string>): Promise<void> {
    const config = JSON.stringify({ policy: 'enabled', defaultTemplates: ['sidecar'], templates });
    await writeFile(join(folder, 'injector.yaml'), configMap({ config, values: '{"global":{}}' }));
    await writeFile(join(folder, 'mesh.yaml'), configMap({ mesh: 'trustDomain: a.b' }));
    const words = ['istio', '--injector', 'injector.yaml', '--mesh', 'mesh.yaml', '--out', 'out'];
    await command(io).parseAsync(words, { from: 'user' });
  }

  it('makes files that load as a snapshot', async () => {
    await runImport({ sidecar: template, gateway: 'spec: {}\n' });
    const stored = await readFile(join(folder, 'out/default/template'), 'utf8');
    expect(stored).toMatch(/^(?:br|gzip|b64):/);
    expect(decodeValue(stored)).toBe(template);
    const source = createFileSource(join(folder, 'out'));
    const names = parameterNames('default').map((name) => ({ name }));
    const first = await source.read(names);
    const second = await source.read(templateNames('default', first).map((name) => ({ name })));
    const result = loadSnapshot('default', {
      parameters: new Map([...first.parameters, ...second.parameters]),
      failures: new Map(),
    });
    expect(result).toMatchObject({ kind: 'snapshot', problems: [] });
    expect(said.out).toContain('default/templates/gateway: 9 bytes, stored as 9 (plain text)\n');
    expect(said.err).toContain('nativeSidecars is true');
  });

  it('names what does not fit, and writes the rest', async () => {
    const noise = Array.from({ length: 3000 }, (_, index) => `# ${Math.sin(index)}`).join('\n');
    await expect(runImport({ sidecar: template, big: noise })).rejects.toThrow(
      /default\/templates\/big: .* holds 8192/,
    );
    expect(await readFile(join(folder, 'out/default/policy'), 'utf8')).toBe('enabled');
  });

  it('writes over nothing', async () => {
    await runImport({ sidecar: template });
    await expect(runImport({ sidecar: template })).rejects.toThrow(/is there already/);
  });

  it('refuses names that no parameter can have', async () => {
    await expect(runImport({ sidecar: template, '../up': 'x' })).rejects.toThrow(CommandError);
  });
});
