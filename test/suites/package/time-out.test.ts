import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alarmTable } from '../../../build/deploy/alarm-table.ts';
import type { ParameterStoreServer } from '../../support/fakes/parameter-store-server.ts';
import { runtimeClient } from './runtime-client.ts';
import { type EmulatedFunction, emulatorMissing, runtimeEmulator, startEmulatedFunction } from './runtime-emulator.ts';
import { exampleStore, shippedFunction } from './shipped-function.ts';

const missing = emulatorMissing();
const event = JSON.parse(readFileSync(join(import.meta.dirname, 'event.json'), 'utf8'));
/** The first run builds the emulator and the runtime client. */
const buildMs = 1_200_000;
/** Long enough for a start on a busy machine. */
const timeoutSeconds = 8;

/** The function as it is shipped, but that it never ends where an event says so: no part of it does. */
const stuckFunction = `import { handler as answer } from './inject.mjs';
export async function handler(event, context) {
  for (;event.isStuck;);
  return answer(event, context);
}
`;

describe.skipIf(missing !== undefined)(
  `an invocation that Lambda ends, by AWS's emulator of its runtime${missing === undefined ? '' : ` (${missing})`}`,
  () => {
    let folder: string;
    let store: ParameterStoreServer;
    let emulated: EmulatedFunction;

    beforeAll(async () => {
      folder = shippedFunction();
      writeFileSync(join(folder, 'dist/functions/stuck.mjs'), stuckFunction);
      store = await exampleStore();
      await runtimeClient();
      await runtimeEmulator();
      const env = { ...store.environment, AUTH: 'none', STACK: 'injector-prod' };
      emulated = await startEmulatedFunction({ folder, handler: 'dist/functions/stuck.handler', env, timeoutSeconds });
    }, buildMs);

    afterAll(async () => {
      await emulated.close();
      await store.close();
      rmSync(folder, { recursive: true });
    });

    it('answers before', async () => {
      expect(JSON.parse(await emulated.invoke(event))).toMatchObject({ statusCode: 200 });
      expect(linesOf(emulated.log())).toHaveLength(1);
    });

    it('has no answer that API Gateway could pass on, and no line of ours: only what Lambda counts tells of it', async () => {
      const answer = await emulated.invoke({ ...event, isStuck: true });
      expect(answer).toBe(`Task timed out after ${timeoutSeconds}.00 seconds`);
      expect(linesOf(emulated.log())).toHaveLength(1);
      const seen = alarmTable.filter(({ means }) => means.includes('out of time'));
      expect(seen.map(({ id, namespace, metric }) => [id, namespace, metric])).toEqual([
        ['Crashed', 'AWS/Lambda', 'Errors'],
      ]);
    });

    it('takes the environment with it, and the next one answers', async () => {
      const starts = store.calls.length;
      expect(JSON.parse(await emulated.invoke(event))).toMatchObject({ statusCode: 200 });
      expect(store.calls.length).toBeGreaterThan(starts);
      expect(linesOf(emulated.log())).toHaveLength(2);
    });
  },
);

/** The lines of requests in a log. */
function linesOf(log: string): readonly string[] {
  return log.split('\n').filter((line) => line.startsWith('{"time"') && line.includes('"outcome"'));
}
