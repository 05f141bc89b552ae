import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { bundledPackages } from '../../../../build/release/bundled-packages.ts';
import { billOfMaterials, notices } from '../../../../build/release/documents.ts';

const root = join(import.meta.dirname, '../../../..');

/** What esbuild says of a bundle that has so many bytes of these files. */
function metafile(bytes: Readonly<Record<string, number>>): Metafile {
  const inputs = Object.fromEntries(Object.entries(bytes).map(([path, bytesInOutput]) => [path, { bytesInOutput }]));
  const output = { bytes: 1, inputs, imports: [], exports: [] };
  return { inputs: {}, outputs: { 'dist/functions/inject.mjs': output } };
}

describe('what is said of the packages in a bundle', () => {
  const bundle = metafile({
    'lib/go/value.ts': 10,
    'node_modules/re2js/build/index.esm.js': 10,
    'node_modules/re2js/build/other.js': 10,
    'node_modules/@smithy/signature-v4/dist-es/index.js': 10,
    'node_modules/diff/libesm/index.js': 0,
  });

  it('names each once, with version and licence, and none that left nothing in it', async () => {
    const packages = await bundledPackages(root, bundle);
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(packages.map(({ name }) => name)).toEqual(['@smithy/signature-v4', 're2js']);
    expect(packages[1]).toMatchObject({ version: dependencies.re2js, license: 'MIT' });
  });

  it('holds the text of each licence', async () => {
    const text = notices(await bundledPackages(root, bundle));
    expect(text).toMatch(/@smithy\/signature-v4 [\d.]+ \(Apache-2\.0\)/);
    expect(text).toContain('Permission is hereby granted');
  });

  it('is a bill of materials without a time or a random number', async () => {
    const packages = await bundledPackages(root, bundle);
    const bill = billOfMaterials('0.1.0', packages);
    expect(bill).toEqual(billOfMaterials('0.1.0', packages));
    expect(bill).toMatchObject({
      bomFormat: 'CycloneDX',
      components: [
        { name: '@smithy/signature-v4', purl: expect.stringMatching(/^pkg:npm\/%40smithy\/signature-v4@/) },
        { name: 're2js', licenses: [{ license: { id: 'MIT' } }] },
      ],
    });
    expect(JSON.stringify(bill)).not.toMatch(/serialNumber|timestamp/);
  });

  it('has nothing to say of a package without a licence', async () => {
    const nameless = metafile({ 'node_modules/.package-lock.json/x': 1 });
    await expect(bundledPackages(root, nameless)).rejects.toThrow();
  });
});
