import { objective } from './alarm-table.ts';
import { type Resources, sub } from './cloudformation.ts';
import { type Deployment, targetsOf } from './deployment.ts';

interface Widget {
  readonly title: string;
  readonly kind: 'metric' | 'log';
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Counts that say what became of pods. */
const outcomes = ['injected', 'skipped', 'refused', 'rejected', 'denied', 'unavailable', 'failed'] as const;

/** Dollars: a GB-second on arm64, a call of Lambda, a call of the API; eu-central-1, 2026. */
const prices = { gigabyteSecond: 0.0000133334, invocation: 0.0000002, apiCall: 0.0000037 } as const;
const gigabytes = 0.5;

/** One page on what the injector does: decisions, latency, configuration, releases, cost. */
export function dashboardResources(deployment: Deployment): Resources {
  if (!deployment.alarms) {
    return {};
  }
  const body = JSON.stringify({ widgets: widgets(deployment).map(placed) });
  return {
    Dashboard: {
      Type: 'AWS::CloudWatch::Dashboard',
      Properties: { DashboardName: sub('${AWS::StackName}'), DashboardBody: sub(body) },
    },
  };
}

/** Two in a row, each half as wide as the page. */
function placed({ title, kind, properties }: Widget, index: number): object {
  const place = { x: 12 * (index % 2), y: 6 * Math.floor(index / 2), width: 12, height: 6 };
  return { type: kind, ...place, properties: { title, region: '${AWS::Region}', ...properties } };
}

function widgets(deployment: Deployment): readonly Widget[] {
  const { stage } = deployment;
  const functions = targetsOf(deployment).map(({ suffix }) => `\${AWS::StackName}-${suffix}`);
  const log = logsOf(functions);
  const own = (name: string) => ['SidecarInjector', name, 'stack', '${AWS::StackName}'];
  const lambda = (name: string) => functions.map((each) => ['AWS/Lambda', name, 'FunctionName', each]);
  const api = (name: string) => ['AWS/ApiGateway', name, 'ApiName', '${AWS::StackName}', 'Stage', stage];
  return [
    metrics('What became of pods', outcomes.map(own), { stat: 'Sum', stacked: true }),
    log('Decisions by reason', 'filter ispresent(decision) | stats count(*) as pods by reason, bin(5m)'),
    log(
      'Decisions by cluster',
      'filter ispresent(decision) | stats count(*) as pods by coalesce(cluster, "default") as name, outcome | sort pods desc | limit 50',
      'table',
    ),
    metrics('Latency (ms)', [
      [...own('milliseconds'), { stat: 'p50' }],
      [...own('milliseconds'), { stat: 'p99' }],
      [...api('Latency'), { stat: 'p99' }],
    ]),
    metrics('Age of a configuration that could not be renewed (s)', [own('staleSeconds')], { stat: 'Maximum' }),
    log(
      'Configurations in force',
      'filter ispresent(fingerprint) | stats max(time) as last, count(*) as pods by coalesce(cluster, "default") as name, fingerprint | sort last desc | limit 50',
      'table',
    ),
    metrics('Executions', [...lambda('ConcurrentExecutions'), ...lambda('ProvisionedConcurrentExecutions')], {
      stat: 'Maximum',
    }),
    metrics(
      `Faults beside an objective of ${objective * 100} %`,
      [api('5XXError'), api('4XXError'), ...lambda('Errors'), ...lambda('Throttles')],
      { stat: 'Sum' },
    ),
    metrics(
      'Cost in dollars an hour, about',
      [
        [{ expression: costExpression(functions.length), label: 'functions and API', id: 'cost' }],
        ...lambda('Duration').map((each, index) => [...each, { id: `time${index}`, visible: false }]),
        ...lambda('Invocations').map((each, index) => [...each, { id: `runs${index}`, visible: false }]),
        [...api('Count'), { id: 'calls', visible: false }],
      ],
      { stat: 'Sum', period: 3600 },
    ),
  ];
}

/** What so many functions and the API cost, by their metrics `time0`, `runs0` and so on, and `calls`. */
function costExpression(functions: number): string {
  const second = gigabytes * prices.gigabyteSecond;
  const parts = Array.from(
    { length: functions },
    (_, index) => `time${index} / 1000 * ${second.toFixed(12)} + runs${index} * ${prices.invocation.toFixed(7)}`,
  );
  return [...parts, `calls * ${prices.apiCall.toFixed(7)}`].join(' + ');
}

function metrics(title: string, of: readonly unknown[], more: object = {}): Widget {
  return { title, kind: 'metric', properties: { metrics: of, view: 'timeSeries', period: 300, ...more } };
}

/** Makes widgets of queries over the logs of some functions. */
function logsOf(functions: readonly string[]) {
  const sources = functions.map((name) => `SOURCE '/aws/lambda/${name}' | `).join('');
  return (title: string, query: string, view: 'timeSeries' | 'table' = 'timeSeries'): Widget => ({
    title,
    kind: 'log',
    properties: { query: `${sources}${query}`, view },
  });
}
