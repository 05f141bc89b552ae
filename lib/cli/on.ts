import { switchedOn } from '../config/switch.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { type CommonOptions, defineCommand, type Ending } from './define-command.ts';
import { formatJson } from './output/format-json.ts';
import { inRegions } from './parameters/in-regions.ts';
import { formatMoment } from './parameters/releases.ts';
import {
  addSwitchOptions,
  type SwitchOptions,
  type SwitchWrite,
  whenInForce,
  writeSwitch,
} from './switch/write-switch.ts';

/** `sidecar-injector on`: takes `off` back. */
export const command: CommandModule = (io) =>
  defineCommand<SwitchOptions>(io, {
    name: 'on',
    description: 'Switches injection on again, and says which pods to look at',
    examples: ['sidecar-injector on', 'sidecar-injector on --cluster prod --yes'],
    aws: 'regions',
    setUp: addSwitchOptions,
    run: switchOn,
  });

async function switchOn(io: CommandIo, options: SwitchOptions & CommonOptions): Promise<Ending> {
  const wanted = { state: () => switchedOn, text: () => 'on\n' };
  const written = await inRegions(io, options, (each) => writeSwitch(each, options, wanted));
  if (options.output === 'json') {
    io.out(formatJson(written.map(({ region, result }) => ({ region: region ?? null, ...result }))));
    return 'good';
  }
  const results = written.flatMap(({ result }) => (result === undefined ? [] : [result]));
  io.err(results.length === 0 ? 'nothing was written\n' : afterwards(results, options));
  return 'good';
}

function afterwards(results: readonly SwitchWrite[], { cluster, to }: SwitchOptions): string {
  const since = Math.min(...results.flatMap(({ before }) => (before.kind === 'off' ? [before.since ?? 0] : [])));
  const stillOff = results.flatMap(({ others }) => others).find(({ parameter }) => parameter === 'default/switch');
  const lines = [
    stillOff === undefined ? whenInForce : 'default/switch is off, so nothing is injected yet: sidecar-injector on',
    ...(Number.isFinite(since) ? missed(since, { cluster, to }) : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Pods are injected when they are created: what came while it was off stays without until it is made anew. */
function missed(
  since: number,
  { cluster, to }: { readonly cluster: string | undefined; readonly to: string },
): readonly string[] {
  const from = since === 0 ? 'while it was off' : `since ${formatMoment(new Date(since))}`;
  const scope = cluster === undefined ? '' : ` --cluster ${cluster}`;
  return [
    `pods that were created ${from} have no sidecar until they are made anew; look at each cluster with:`,
    `  kubectl get pods -A -o yaml | sidecar-injector report -f - --parameters ${to}${scope}`,
    '  kubectl rollout restart deployment/NAME -n NAMESPACE',
  ];
}
