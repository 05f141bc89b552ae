import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTooOld, parseIstioVersion } from '../../../lib/istio/version/istio-version.ts';
import { caseNames } from '../istio/case-files.ts';
import { type Check, failed, passed, type Verdict } from '../istio/verdict.ts';
import { runImport, runInject } from './commands.ts';

const workload = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: web}]
`;

/** ConfigMaps of many versions: from 1.18 on they load and inject; older ones are refused by name. */
export function* configMapChecks(directory: string, work: string): Iterable<Check> {
  for (const version of caseNames(directory, 'configmaps')) {
    const folder = join(directory, 'configmaps', version);
    yield { name: `configmaps/${version}`, run: () => check(folder, version, mkdtempSync(join(work, 'map-'))) };
  }
}

async function check(folder: string, name: string, out: string): Promise<Verdict> {
  const version = parseIstioVersion(name);
  if (version === undefined) {
    return failed('the folder is not named after a version');
  }
  const ended = await runImport(join(folder, 'injector.yaml'), join(folder, 'mesh.yaml'), ['--out', join(out, 'made')]);
  const said = `${ended.out}${ended.err}`;
  if (isTooOld(version)) {
    const isRefused = ended.exitCode === 3 && ended.err.includes(name);
    return isRefused ? passed : failed(`want a refusal that names ${name}; ended with ${ended.exitCode}:\n${said}`);
  }
  if (ended.exitCode !== 0 || !said.startsWith(`Istio ${name} `)) {
    return failed(`import istio ended with ${ended.exitCode}:\n${said}`);
  }
  const file = join(out, 'in.yaml');
  writeFileSync(file, workload);
  const injected = await runInject(file, join(out, 'made'));
  return injected.exitCode === 0 && injected.out.includes('name: istio-proxy') ? passed : failed(injected.err);
}
