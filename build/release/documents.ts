import type { BundledPackage } from './bundled-packages.ts';

/** The licences of all that is in the zip and not ours. */
export function notices(packages: readonly BundledPackage[]): string {
  const parts = packages.map(({ name, version, license, texts }) =>
    [`${name} ${version} (${license})`, ...texts.map(({ text }) => text.trim())].join('\n\n'),
  );
  return `Third-party software in this release\n\n${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** The software bill of materials, CycloneDX 1.6. Without a time or a random number: the same for the same release. */
export function billOfMaterials(version: string, packages: readonly BundledPackage[]): object {
  const main = { type: 'application', name: 'lambda-sidecar-injector', version, 'bom-ref': 'lambda-sidecar-injector' };
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { ...main, licenses: [{ license: { id: 'Apache-2.0' } }] } },
    components: packages.map((bundled) => ({
      type: 'library',
      'bom-ref': packageUrl(bundled),
      name: bundled.name,
      version: bundled.version,
      purl: packageUrl(bundled),
      licenses: [{ license: { id: bundled.license } }],
    })),
    dependencies: [{ ref: main['bom-ref'], dependsOn: packages.map(packageUrl) }],
  };
}

function packageUrl({ name, version }: BundledPackage): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}
