import { afterEach, describe, expect, it, vi } from 'vitest';
import { alarmTable } from '../../../../build/deploy/alarm-table.ts';
import { openAuthenticator } from '../../../../lib/auth/authenticator.ts';
import { encodeValue } from '../../../../lib/config/load/encode-value.ts';
import { createInjector } from '../../../../lib/webhook/create-injector.ts';
import { createGatewayHandler } from '../../../../lib/webhook/gateway-handler.ts';
import { RecentPods } from '../../../../lib/webhook/recent-pods.ts';
import { createReviewCore } from '../../../../lib/webhook/review-core.ts';
import { injectFunction, templateWith } from '../../../support/deployment-template.ts';
import { podEvent } from '../../../support/fakes/gateway-event.ts';
import {
  faults,
  type ParameterStoreServer,
  startParameterStore,
} from '../../../support/fakes/parameter-store-server.ts';

type Line = Readonly<Record<string, unknown>>;
type Named = readonly { readonly Name: string; readonly Value: unknown }[];

const start = Date.UTC(2026, 10, 28, 12);
const template = templateWith();
const stack = 'injector-prod';
const version = '7';
const functionName = `${stack}-inject`;
const sidecar = 'spec:\n  containers:\n  - name: shipper\n    image: shop/shipper:1\n';
const failing = '{{ fail "no such thing" }}';
const good = { 'default/template': sidecar };
const pod = { metadata: { name: 'web' }, spec: { containers: [{ name: 'app', image: 'shop/app:1' }] } };
const tokens = JSON.stringify({ ['0'.repeat(64)]: ['*'] });

/** What the handler of a deployment meets: parameters, an environment, and what then happens to it. */
interface Scene {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** After one request that was answered well; two more follow. */
  readonly change?: (server: ParameterStoreServer) => void;
}

/** For each metric of our own that an alarm watches, how a deployment comes to it. */
const scenes: Readonly<Record<string, Scene>> = {
  failed: { parameters: { 'default/template': failing } },
  unavailable: { parameters: { 'default/template': '{{ if }}' } },
  refused: { parameters: good, annotations: { 'inject.istio.io/templates': 'nobody-has-this' } },
  denied: { parameters: { ...good, 'default/tokens': tokens }, environment: { AUTH: 'token' } },
  staleSeconds: {
    parameters: good,
    change: (server) => {
      server.fault = () => faults.denied;
      vi.setSystemTime(start + 700_000);
    },
  },
  heldBack: {
    parameters: good,
    change: ({ store }) => {
      store.put('/sidecar-injector/default/template', encodeValue(failing));
      vi.setSystemTime(start + 400_000);
    },
  },
  switchedOffSeconds: {
    parameters: { ...good, 'default/switch': 'off: drill\nsince: 2026-11-28T09:00:00Z\nuntil: 2026-11-28T10:00:00Z' },
  },
};

afterEach(() => {
  vi.useRealTimers();
});

describe('what an alarm watches', () => {
  const own = alarmTable.filter(({ namespace }) => namespace === 'SidecarInjector');

  it.each(own)('$metric is what a deployed function logs', async ({ id, metric, statistic, threshold }) => {
    const line = await play(scenes[metric === 'switchOverdue' ? 'switchedOffSeconds' : metric] ?? {});
    const alarm = template.Resources[`Alarm${id}`]?.Properties;
    expect(valuesOf(line, alarm?.Namespace)).toContainEqual({
      metric: alarm?.MetricName,
      dimensions: resolved(alarm?.Dimensions),
      value: statistic === 'Sum' ? 1 : expect.toSatisfy((value: number) => value >= threshold),
    });
  });

  it('and what a deployment goes back by, is what it logs of a fault of its own', async () => {
    const lines: Line[] = [];
    const handler = createGatewayHandler({
      authenticator: openAuthenticator,
      provider: {
        description: 'broken',
        isReady: () => true,
        defaultSwitch: () => ({ kind: 'on' }),
        snapshot: () => Promise.reject(new TypeError('x is not a function')),
      },
      log: (line) => lines.push(JSON.parse(line)),
      now: Date.now,
      random: Math.random,
      recent: new RecentPods(),
      core: async () => createReviewCore(),
      labels: { stack, functionName, version },
    });
    expect(await handler(podEvent(pod, '/inject'))).toMatchObject({ statusCode: 500 });
    const alarm = template.Resources.InjectFaultsOfVersion?.Properties;
    expect(valuesOf(lines[0] ?? {}, alarm?.Namespace)).toContainEqual({
      metric: alarm?.MetricName,
      dimensions: resolved(alarm?.Dimensions),
      value: 1,
    });
  });

  it('is nothing that a template does wrong, where a deployment goes back by it', async () => {
    const line = await play(scenes.failed ?? {});
    expect(valuesOf(line, 'SidecarInjector').filter(({ metric }) => metric === 'faults')).toEqual([]);
  });
});

/** The last line that a function of the template logs in a scene. */
async function play({ parameters = {}, environment = {}, annotations = {}, change }: Scene): Promise<Line> {
  vi.useFakeTimers({ toFake: ['Date'], now: start });
  const server = await startParameterStore();
  try {
    for (const [name, value] of Object.entries(parameters)) {
      server.store.put(`/sidecar-injector/${name}`, encodeValue(value));
    }
    const lines: Line[] = [];
    const deployed = { ...server.environment, ...deployedEnvironment(), AUTH: 'none', ...environment };
    const { warm, handler } = createInjector(deployed, (line) => lines.push(JSON.parse(line)));
    await warm();
    const event = podEvent({ ...pod, metadata: { ...pod.metadata, annotations } }, '/inject');
    await handler(event);
    if (change !== undefined) {
      change(server);
      await handler(event);
      await handler(event);
    }
    return lines.filter((line) => 'outcome' in line).at(-1) ?? {};
  } finally {
    await server.close();
  }
}

/** The variables of the template's function, as CloudFormation and Lambda fill them in. */
function deployedEnvironment(): Readonly<Record<string, string>> {
  const { Variables } = injectFunction(template).Environment as { readonly Variables: Line };
  const filled = Object.entries(Variables).map(([name, value]) => [name, isStack(value) ? stack : String(value)]);
  return {
    ...Object.fromEntries(filled),
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: version,
  };
}

/** An alarm's dimensions as the stack `injector-prod` and its seventh version fill them in. */
function resolved(dimensions: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (dimensions as Named).map(({ Name, Value }) => [
      Name,
      isStack(Value) ? stack : { function: functionName, version }[Name as 'function' | 'version'],
    ]),
  );
}

function isStack(value: unknown): boolean {
  return JSON.stringify(value) === '{"Ref":"AWS::StackName"}';
}

/** Each metric of a line in the embedded format of CloudWatch, once for each set of dimensions. */
function valuesOf(line: Line, namespace: unknown) {
  const { CloudWatchMetrics } = line._aws as {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
  return CloudWatchMetrics.filter(({ Namespace }) => Namespace === namespace).flatMap(({ Dimensions, Metrics }) =>
    Dimensions.flatMap((names) =>
      Metrics.map(({ Name }) => ({
        metric: Name,
        dimensions: Object.fromEntries(names.map((name) => [name, line[name]])),
        value: line[Name],
      })),
    ),
  );
}
