import { resolve } from 'node:path';
import type { Command } from 'commander';
import { capacityFindings, describeTokens } from './check/capacity-findings.ts';
import { checkSet, triedFindings } from './check/check-set.ts';
import { type Finding, finding, sortFindings } from './check/finding.ts';
import { fixtureFindings } from './check/fixture-findings.ts';
import { countFindings, formatFindings, isBad } from './check/format-findings.ts';
import { guardFindings } from './check/guard-findings.ts';
import { shownText } from './check/refuse-bad.ts';
import { regionFindings } from './check/region-findings.ts';
import { staticFindings } from './check/static-findings.ts';
import { storedFindings } from './check/stored-findings.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { defineCommand, type Ending } from './define-command.ts';
import { CommandError } from './errors.ts';
import { defaultNamespaceLabel } from './manifest/webhook-configuration.ts';
import { isParameterStore } from './open-provider.ts';
import { formatJson } from './output/format-json.ts';
import { plural } from './output/plural.ts';
import { type InRegion, inRegions, type RegionOptions, regionsOf } from './parameters/in-regions.ts';
import { leftOver } from './parameters/left-over.ts';
import type { Listing } from './parameters/parameter-admin.ts';
import { readFolder } from './parameters/read-folder.ts';
import { openTarget } from './parameters/target.ts';
import type { Parameters } from './parameters/validate.ts';
import type { Fixture } from './test/fixture.ts';
import { newestSet, storedSet } from './trial/stored-set.ts';

interface CheckOptions extends RegionOptions {
  readonly strict: boolean;
  readonly against?: string;
  readonly auth: 'token' | 'none';
  readonly guard?: string;
  readonly cluster?: string;
  readonly namespaceLabel: string;
  readonly output: string;
}

/** `sidecar-injector check`: everything that is wrong with parameters, before a pod finds it. */
export const command: CommandModule = (io) =>
  defineCommand<CheckOptions>(io, {
    name: 'check',
    description: 'Finds what is wrong with parameters, and tries their templates on pods',
    examples: [
      'sidecar-injector check examples/parameters',
      'sidecar-injector check ssm:/sidecar-injector --against examples/parameters',
      'sidecar-injector check --region eu-central-1 --region eu-west-1',
      'kubectl get validatingadmissionpolicies -o json | sidecar-injector check ssm:/sidecar-injector --guard - --cluster prod',
    ],
    finds: 'errors were found, or with --strict anything',
    aws: 'regions',
    setUp: addOptions,
    run: check,
  });

function addOptions(command: Command): Command {
  return command
    .argument('[parameters]', 'a folder, or ssm:/ROOT', 'ssm:/sidecar-injector')
    .option('--strict', 'end with exit code 1 on warnings, too', false)
    .option('--against <folder>', 'tell what is stored and not in this folder')
    .option('--auth <token|none>', 'what the function is deployed with', 'token')
    .option('--guard <file>', 'the guard in force, as kubectl prints it; - for standard input')
    .option('--cluster <name>', 'whose guard it is; the defaults apply without it')
    .option('--namespace-label <label>', 'what the guard was made with', defaultNamespaceLabel);
}

/** What was looked at, and what was found. */
interface Checked {
  readonly description: string;
  readonly parameters: Parameters;
  readonly clusters: readonly string[];
  readonly findings: readonly Finding[];
  /** Of a folder. */
  readonly fixtures?: readonly Fixture[];
  /** What Parameter Store holds; absent for a folder. */
  readonly listing?: Listing;
}

async function check(io: CommandIo, options: CheckOptions, [target = '']: readonly string[]): Promise<Ending> {
  const source = target === '' ? 'ssm:/sidecar-injector' : target;
  assertFits(source, options);
  const isText = options.output !== 'json';
  const checked = await inRegions(io, options, async (each) => {
    const found = await checkSource(each, source, options);
    if (isText) {
      report(each, found);
    }
    return found;
  });
  const holdings = checked.flatMap(({ region = '', result: { listing } }) => (listing ? [{ region, listing }] : []));
  const between = holdings.length < 2 ? [] : regionFindings(holdings);
  if (isText) {
    reportDifferences(io, holdings.length, between);
  } else {
    io.out(formatJson({ problems: [...checked.flatMap(problemsIn), ...between] }));
  }
  const findings = [...checked.flatMap(({ result }) => result.findings), ...between];
  return isBad(findings, options.strict) ? 'found' : 'good';
}

function assertFits(source: string, options: CheckOptions): void {
  if (isParameterStore(source)) {
    return;
  }
  if (options.against !== undefined) {
    throw new CommandError('--against: goes with ssm:/ROOT; two folders are compared by diff', { code: 'usage' });
  }
  if (regionsOf(options).length > 1) {
    throw new CommandError('--region: goes with ssm:/ROOT; a folder is in no Region', { code: 'usage' });
  }
}

async function checkSource(io: CommandIo, source: string, options: CheckOptions): Promise<Checked> {
  const checked = isParameterStore(source) ? await checkStored(io, source, options) : await checkFolder(io, source);
  return { ...checked, findings: sortFindings([...checked.findings, ...(await findingsOfGuard(io, source, options))]) };
}

/** Findings of several Regions say in which. */
function problemsIn({ region, result: { findings } }: InRegion<Checked>, _: number, all: readonly unknown[]) {
  return all.length < 2 ? findings : findings.map((each) => ({ region, ...each }));
}

async function findingsOfGuard(
  io: CommandIo,
  parameters: string,
  { guard, cluster, namespaceLabel }: CheckOptions,
): Promise<readonly Finding[]> {
  if (guard === undefined) {
    if (cluster !== undefined) {
      throw new CommandError('--cluster: goes with --guard; all clusters are checked', { code: 'usage' });
    }
    return [];
  }
  const named = cluster === undefined ? {} : { cluster };
  return guardFindings(io, { file: guard, parameters, namespaceLabel, ...named });
}

async function checkFolder(io: CommandIo, folder: string): Promise<Checked> {
  const { set, parameters, fixtures, podsFor } = await readFolder(resolve(io.cwd, folder.replace(/^file:/, '')));
  const findings = sortFindings([...(await checkSet(set, parameters, podsFor)), ...fixtures.flatMap(fixtureFindings)]);
  return { description: folder, parameters, fixtures, clusters: set.clusters, findings };
}

async function checkStored(io: CommandIo, target: string, options: CheckOptions): Promise<Checked> {
  const admin = openTarget(io, target);
  const { description, source } = admin;
  const listing = await admin.list();
  const { parameters, unreadable } = listing;
  if (parameters.size + unreadable.size === 0) {
    throw new CommandError(`${description} holds no parameters: is it the right root, Region and account?`);
  }
  const newest = await newestSet(description, listing);
  const inForce = await storedSet({ description, listing, source });
  const stored = await storedFindings({ listing, source, inForce, auth: options.auth !== 'none' });
  const left = options.against === undefined ? [] : await leftOverFindings(io, options.against, parameters);
  const tried = [...(await triedFindings(newest)), ...(await triedFindings(inForce))];
  const findings = sortFindings([
    ...(await staticFindings(parameters)),
    ...tried,
    ...stored,
    ...left,
    ...(await capacityFindings(admin, parameters)),
  ]);
  return { description, parameters, clusters: newest.clusters, findings, listing };
}

async function leftOverFindings(io: CommandIo, folder: string, stored: Parameters): Promise<readonly Finding[]> {
  const { parameters } = await readFolder(resolve(io.cwd, folder));
  return leftOver(stored.keys(), parameters).map((name) =>
    finding(
      'SI0307',
      { parameter: name },
      `it is stored and not in ${folder}; remove it with "sidecar-injector push ${folder} --prune"`,
    ),
  );
}

function report(io: CommandIo, checked: Checked): void {
  const { description, parameters, fixtures = [], clusters, findings, listing } = checked;
  const tokens = listing === undefined ? '' : describeTokens(parameters);
  if (findings.length === 0) {
    const verb = parameters.size === 1 ? 'is' : 'are';
    io.out(
      `${plural(parameters.size, 'parameter')} in ${description} ${verb} in order, for ${clusters.join(', ')}\n${tokens}`,
    );
    return;
  }
  const textOf = (name: string) =>
    fixtures.find((fixture) => fixture.name === name)?.text ?? shownText(name, parameters);
  io.out(formatFindings(findings, { color: io.color, textOf }));
  io.out(`${countFindings(findings)} in ${description}\n${tokens}`);
}

function reportDifferences(io: CommandIo, regions: number, findings: readonly Finding[]): void {
  if (findings.length > 0) {
    io.out(`\n${formatFindings(findings, { color: io.color, textOf: () => undefined })}`);
  }
  if (regions > 1) {
    const count =
      findings.length === 0
        ? 'nothing differs'
        : `${plural(findings.length, 'parameter')} ${findings.length === 1 ? 'differs' : 'differ'}`;
    io.out(`between ${plural(regions, 'Region')}: ${count}\n`);
  }
}
