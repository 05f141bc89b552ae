import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, node24 } from '../../support/node24.ts';

const runtimeVersion = '4.0.2';

/** What a run under AWS's runtime client came to. */
export interface RuntimeRun {
  /** What the function answered, by request. */
  readonly responses: ReadonlyMap<string, unknown>;
  /** What it said went wrong, of an invocation or of its start. */
  readonly errors: readonly string[];
  readonly stdout: string;
}

/** What is run: a folder with the function, its environment, and what it is asked. */
export interface RuntimeTask {
  readonly folder: string;
  readonly handler: string;
  readonly env: NodeJS.ProcessEnv;
  readonly events: readonly unknown[];
  /** How long each invocation may take, in milliseconds. */
  readonly timeoutMs?: number;
}

/**
 * The folder of AWS's runtime client for Node, which Lambda's own runtimes are made of. It is built from source the
 * first time, against the headers that come with Node 24.
 * @throws Error where it cannot be built
 */
export async function runtimeClient(): Promise<string> {
  const folder = cacheFolder(`aws-lambda-ric-${runtimeVersion}`);
  const marker = join(folder, 'complete');
  if (!existsSync(marker)) {
    const node = await node24();
    const env = {
      ...process.env,
      PATH: `${dirname(node)}:${process.env.PATH}`,
      npm_config_nodedir: dirname(dirname(node)),
    };
    const args = ['install', '--prefix', folder, '--no-audit', '--no-fund', `aws-lambda-ric@${runtimeVersion}`];
    try {
      await promisify(execFile)('npm', args, { env, maxBuffer: 1 << 26 });
    } catch (cause) {
      throw new Error(
        `aws-lambda-ric ${runtimeVersion} could not be built into ${folder}: it takes cmake, make and g++`,
        {
          cause,
        },
      );
    }
    await writeFile(marker, '');
  }
  return join(folder, 'node_modules/aws-lambda-ric');
}

/** Runs a function under the runtime client, against a Runtime API on the loopback interface, one event after another. */
export async function runUnderRuntimeClient(task: RuntimeTask): Promise<RuntimeRun> {
  const client = join(await runtimeClient(), 'index.mjs');
  const api = await startRuntimeApi(task);
  const child = spawn(await node24(), [client, task.handler], {
    cwd: task.folder,
    env: {
      PATH: process.env.PATH,
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${api.port}`,
      LAMBDA_TASK_ROOT: task.folder,
      AWS_LAMBDA_FUNCTION_NAME: 'injector-prod-inject',
      AWS_LAMBDA_FUNCTION_VERSION: '7',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/injector-prod-inject',
      AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
      _HANDLER: task.handler,
      ...task.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stdout += chunk;
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await Promise.race([api.done, exited]);
  child.kill('SIGKILL');
  await exited;
  await api.close();
  return { responses: api.responses, errors: api.errors, stdout };
}

async function startRuntimeApi({ events, timeoutMs = 10_000 }: RuntimeTask) {
  const responses = new Map<string, unknown>();
  const errors: string[] = [];
  let sent = 0;
  let finish: () => void = () => {};
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const next = (response: ServerResponse): void => {
    if (sent === events.length) {
      finish();
      return;
    }
    sent += 1;
    response.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': `request-${sent}`,
      'lambda-runtime-deadline-ms': String(Date.now() + timeoutMs),
      'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-central-1:123456789012:function:injector-prod-inject',
    });
    response.end(JSON.stringify(events[sent - 1]));
  };
  const server = createServer(async (request, response) => {
    const [, id, what] = /\/runtime\/(?:invocation\/([^/]+)\/)?(.*)$/.exec(request.url ?? '') ?? [];
    if (what === 'invocation/next') {
      next(response);
      return;
    }
    const body = await bodyOf(request);
    if (what === 'response' && id !== undefined) {
      responses.set(id, JSON.parse(body));
    } else {
      errors.push(`${what}: ${body}`);
    }
    response.writeHead(202).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port, responses, errors, done, close };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
