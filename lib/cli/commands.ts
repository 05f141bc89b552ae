import type { CommandModule } from './command.ts';

/** A command of `sidecar-injector`, loaded when it is called. */
export interface CommandEntry {
  readonly name: string;
  /** For the list of commands; the command's own description may say more. */
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}

/** All commands, in the order in which help lists them. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'start',
    summary: 'Serves the webhook on this machine and shows what it decides',
    load: async () => (await import('./start.ts')).command,
  },
  {
    name: 'explain',
    summary: 'Tells why a pod is or is not injected',
    load: async () => (await import('./explain.ts')).command,
  },
  {
    name: 'report',
    summary: 'Tells which running pods have the sidecar that they should have',
    load: async () => (await import('./report.ts')).command,
  },
  {
    name: 'doctor',
    summary: 'Asks a deployed webhook how it is',
    load: async () => (await import('./doctor.ts')).command,
  },
  {
    name: 'inject',
    summary: 'Injects workload files',
    load: async () => (await import('./inject.ts')).command,
  },
  {
    name: 'uninject',
    summary: 'Takes out of files what an injection brought',
    load: async () => (await import('./uninject.ts')).command,
  },
  {
    name: 'manifest',
    summary: 'Prints the MutatingWebhookConfiguration of a cluster',
    load: async () => (await import('./manifest.ts')).command,
  },
  {
    name: 'import',
    summary: "Makes parameter files of Istio's two ConfigMaps",
    load: async () => (await import('./import-istio.ts')).command,
  },
  {
    name: 'init',
    summary: 'Makes a folder of parameters to begin with',
    load: async () => (await import('./init.ts')).command,
  },
  {
    name: 'push',
    summary: 'Writes a folder of parameters to Parameter Store',
    load: async () => (await import('./push.ts')).command,
  },
  {
    name: 'diff',
    summary: 'Compares a folder of parameters with Parameter Store',
    load: async () => (await import('./diff.ts')).command,
  },
  {
    name: 'check',
    summary: 'Finds what is wrong with the parameters in Parameter Store',
    load: async () => (await import('./check.ts')).command,
  },
  {
    name: 'test',
    summary: 'Tries the fixtures of a folder of parameters',
    load: async () => (await import('./test.ts')).command,
  },
  {
    name: 'replay',
    summary: 'Tells what other parameters would change in pods',
    load: async () => (await import('./replay.ts')).command,
  },
  {
    name: 'promote',
    summary: 'Pins the newest versions as a release',
    load: async () => (await import('./promote.ts')).command,
  },
  {
    name: 'rollback',
    summary: 'Goes back to an earlier release',
    load: async () => (await import('./rollback.ts')).command,
  },
  {
    name: 'history',
    summary: 'Lists releases and versions',
    load: async () => (await import('./history.ts')).command,
  },
  {
    name: 'off',
    summary: 'Switches injection off, for all clusters or one',
    load: async () => (await import('./off.ts')).command,
  },
  {
    name: 'on',
    summary: 'Switches injection on again',
    load: async () => (await import('./on.ts')).command,
  },
  {
    name: 'token',
    summary: 'Makes, lists, revokes and verifies tokens',
    load: async () => (await import('./token.ts')).command,
  },
];
