import { InvalidArgumentError } from 'commander';
import { encodeSwitchedOff, reasonCharacters, type SwitchedOff } from '../config/switch.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { type CommonOptions, defineCommand, type Ending } from './define-command.ts';
import { liftCommand } from './guard/guard.ts';
import { formatJson } from './output/format-json.ts';
import { inRegions } from './parameters/in-regions.ts';
import { addSwitchOptions, type SwitchOptions, whenInForce, writeSwitch } from './switch/write-switch.ts';

interface OffOptions extends SwitchOptions {
  readonly reason: string;
  /** Milliseconds. */
  readonly for?: number;
}

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `sidecar-injector off`: no pod is injected any more, whatever else is stored. */
export const command: CommandModule = (io) =>
  defineCommand<OffOptions>(io, {
    name: 'off',
    description:
      'Switches injection off, for all clusters or one: every pod is allowed as it came, whatever else is stored or broken',
    examples: [
      'sidecar-injector off --reason "the mesh fails, see INC-42"',
      'sidecar-injector off --cluster prod --reason "node upgrade" --for 2h --yes',
      'sidecar-injector off --reason drill --region eu-central-1 --region eu-west-1',
    ],
    aws: 'regions',
    setUp: (made) =>
      addSwitchOptions(made)
        .requiredOption('--reason <text>', 'why, for logs and audit annotations', decodeReason)
        .option('--for <time>', 'how long it is meant to be, as in 30m, 2h or 1d: only reminds', decodeTime),
    run: switchOff,
  });

/** A guard that refuses pods without the sidecar would now refuse all of them. */
const guardNote = `where manifest --guard deny is applied, lift it, too:\n  ${liftCommand('off')}\n`;

async function switchOff(io: CommandIo, options: OffOptions & CommonOptions): Promise<Ending> {
  const now = Date.now();
  const until = options.for === undefined ? {} : { until: now + options.for };
  const written = await inRegions(io, options, (each) =>
    writeSwitch(each, options, {
      state: (before, parameter): SwitchedOff => {
        const since = before.kind === 'off' ? (before.since ?? now) : now;
        return { kind: 'off', parameter, reason: options.reason, since, ...until };
      },
      text: (state) => (state.kind === 'off' ? encodeSwitchedOff(state) : 'on\n'),
    }),
  );
  if (options.output === 'json') {
    io.out(formatJson(written.map(({ region, result }) => ({ region: region ?? null, ...result }))));
    return 'good';
  }
  const isWritten = written.some(({ result }) => result !== undefined);
  const done = `${whenInForce}\nback with: sidecar-injector on${scopeOf(options)}\n${guardNote}`;
  io.err(isWritten ? done : 'nothing was written\n');
  return 'good';
}

function scopeOf({ cluster, to, region = [] }: OffOptions): string {
  const root = to === 'ssm:/sidecar-injector' ? [] : ['--to', to];
  const words = [
    ...(cluster === undefined ? [] : ['--cluster', cluster]),
    ...root,
    ...region.flatMap((name) => ['--region', name]),
  ];
  return words.map((word) => ` ${word}`).join('');
}

function decodeReason(text: string): string {
  if (text.trim() === '' || text.length > reasonCharacters) {
    throw new InvalidArgumentError(`say why, in 1 to ${reasonCharacters} characters.`);
  }
  return text.trim();
}

function decodeTime(text: string): number {
  const [, digits, unit = ''] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  if (digits === undefined || Number(digits) === 0) {
    throw new InvalidArgumentError('it is a whole number and m, h or d, as in 30m.');
  }
  return Number(digits) * (unitMs[unit] ?? 1);
}
