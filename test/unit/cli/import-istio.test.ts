import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CommandError } from '../../../lib/cli/errors.ts';
import { command } from '../../../lib/cli/import-istio.ts';
import { decodeValue } from '../../../lib/config/load/decode-value.ts';
import { type CommandRun, messageOf, runCommand } from './run-command.ts';

const template =
  '{{ $a := annotation .ObjectMeta "a" "b" }}\nspec: {containers: [{name: istio-proxy, image: {{ $a }}}]}\n';
const configMap = (data: Record<string, string>) => JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', data });

describe('import istio', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'import-istio-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function runImport(
    templates: Record<string, string>,
    { mesh = 'trustDomain: a.b', words = [] }: { mesh?: string; words?: readonly string[] } = {},
  ): Promise<CommandRun> {
    const config = JSON.stringify({ policy: 'enabled', defaultTemplates: ['sidecar'], templates });
    await writeFile(join(folder, 'injector.yaml'), configMap({ config, values: '{"global":{"tag":"1.29.2"}}' }));
    await writeFile(join(folder, 'mesh.yaml'), configMap({ mesh }));
    const files = ['istio', '--injector', 'injector.yaml', '--mesh', 'mesh.yaml', '--out', 'out'];
    return runCommand(command, [...files, ...words], { cwd: folder });
  }

  const codeOf = ({ error }: CommandRun) => (error instanceof CommandError ? error.exitCode : 0);

  it('writes the files, tries every template on every pod, and tells all of it', async () => {
    const ran = await runImport({ sidecar: template, gateway: 'spec: {}\n', waypoint: '{{ .Nothing }}' });
    expect(ran.error).toBeUndefined();
    const stored = await readFile(join(folder, 'out/default/template'), 'utf8');
    expect(stored).toMatch(/^(?:br|gzip|b64):/);
    expect(decodeValue(stored)).toBe(template);
    expect(ran.out).toMatch(/^Istio 1\.29\.2 \(the tag in values\.global\.tag\), revision default\n/);
    expect(ran.out).toMatch(/^default\/templates\/gateway +9 B +9 B, plain text$/m);
    expect(ran.out).toMatch(/^gateway +works +works +works$/m);
    expect(ran.out).toMatch(/^templates waypoint +istiod renders them/m);
  });

  it('ends with 1 where a template fails, and names file, line and pod', async () => {
    const ran = await runImport({ sidecar: template, extra: 'spec: {}\n{{ index .Spec.Containers 7 }}' });
    expect(codeOf(ran)).toBe(1);
    expect(ran.out).toMatch(/^extra +FAILS +FAILS +FAILS$/m);
    expect(ran.out).toMatch(
      /^error: out\/default\/templates\/extra:2:\d+: on a bare pod, a pod with probes, a gateway pod: template "extra" failed/m,
    );
  });

  it.each([
    ['renders what is no YAML', 'metadata: {}\nspec:\n  containers:\n  - name: a\n   image: b\n', 5],
    ['renders what is no Pod', 'metadata: {}\nspec:\n  containers:\n  - name: 5\n', 4],
  ])('names the line of a template that %s', async (_, extra, line) => {
    const ran = await runImport({ sidecar: template, extra });
    expect(codeOf(ran)).toBe(1);
    expect(ran.out).toMatch(new RegExp(`^error: out/default/templates/extra:${line}:\\d+: on a bare pod`, 'm'));
  });

  it('ends with 1 where what was written does not load', async () => {
    const ran = await runImport({ sidecar: template }, { mesh: 'trustDomain: ""' });
    expect(codeOf(ran)).toBe(1);
    expect(ran.out).toMatch(/^error: file:out cannot be used|default\/mesh: .*trustDomain must not be empty/m);
  });

  it('ends with 1 where something does not fit, and writes the rest', async () => {
    const noise = Array.from({ length: 3000 }, (_, index) => `# ${Math.sin(index)}`).join('\n');
    const ran = await runImport({ sidecar: template, big: noise });
    expect(codeOf(ran)).toBe(1);
    expect(ran.out).toMatch(/^error: default\/templates\/big is not written: .* holds 8192/m);
    expect(await readFile(join(folder, 'out/default/policy'), 'utf8')).toBe('enabled');
  });

  it('prints one document with -o json', async () => {
    const ran = await runImport({ sidecar: template }, { words: ['-o', 'json'] });
    expect(JSON.parse(ran.out)).toMatchObject({
      version: '1.29.2',
      revision: 'default',
      templates: [{ template: 'sidecar', pod: 'bare pod' }, { pod: 'pod with probes' }, { pod: 'gateway pod' }],
      leftOut: [],
      problems: [],
    });
  });

  it('writes over nothing', async () => {
    await runImport({ sidecar: template });
    expect(messageOf(await runImport({ sidecar: template }))).toMatch(/is there already/);
  });

  it('refuses names that no parameter can have', async () => {
    expect(codeOf(await runImport({ sidecar: template, '../up': 'x' }))).toBe(3);
  });

  it('refuses a version that is none', async () => {
    const ran = await runImport({ sidecar: template }, { words: ['--istio-version', 'newest'] });
    expect(messageOf(ran)).toMatch(/"newest" is no version; write 1\.22 or 1\.22\.8/);
    expect(codeOf(ran)).toBe(2);
  });
});
