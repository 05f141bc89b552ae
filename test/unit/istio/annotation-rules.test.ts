import { describe, expect, it } from 'vitest';
import { validateAnnotations } from '../../../lib/istio/annotation-rules.ts';

const accepted: readonly (readonly [string, readonly string[]])[] = [
  ['sidecar.istio.io/interceptionMode', ['REDIRECT', 'TPROXY', 'NONE']],
  ['status.sidecar.istio.io/port', ['0', ' 15020 ', '65535']],
  ['readiness.status.sidecar.istio.io/periodSeconds', ['0', '4294967295', '007']],
  ['traffic.sidecar.istio.io/includeOutboundIPRanges', ['*', '', '10.0.0.0/8,2001:db8::/32', '::/0']],
  ['traffic.sidecar.istio.io/excludeOutboundIPRanges', ['', '127.0.0.1/32']],
  ['traffic.sidecar.istio.io/includeInboundPorts', ['*', '', '80, 443']],
  ['traffic.sidecar.istio.io/excludeInboundPorts', ['', ' ', '80']],
  ['traffic.sidecar.istio.io/excludeOutboundPorts', ['0']],
  ['traffic.sidecar.istio.io/excludeInterfaces', ['', 'eth0', 'eth0, net1', 'abcdefghijklmno', 'E-0_a.1']],
  ['traffic.sidecar.istio.io/kubevirtInterfaces', ['net1']],
  ['istio.io/reroute-virtual-interfaces', ['net1,net2']],
  ['prometheus.istio.io/merge-metrics', ['1', 'T', 'false', 'FALSE']],
  [
    'proxy.istio.io/config',
    [
      '',
      '{}',
      'unknown: 1',
      'drain_duration: 1m',
      'statusPort: "15030"',
      'interceptionMode: 1',
      'tracing: {zipkin: {address: "$(HOST_IP):9411"}}',
      'discoveryAddress: "[::1]:15012"',
    ],
  ],
  ['sidecar.istio.io/proxyCPU', ['100m', '0.5', '1e3', '+5']],
];
const rejected: readonly (readonly [string, readonly string[]])[] = [
  ['sidecar.istio.io/interceptionMode', ['', 'redirect']],
  ['status.sidecar.istio.io/port', ['', '65536', '-1', '+1', '1.0', '0x1']],
  ['readiness.status.sidecar.istio.io/periodSeconds', ['', ' 1', '4294967296', '1_0']],
  [
    'traffic.sidecar.istio.io/includeOutboundIPRanges',
    [
      '10.0.0.0',
      '10.0.0.0/33',
      '10.0.0.0/08',
      '10.0.0.0/8, 10.1.0.0/16',
      '010.0.0.0/8',
      'fe80::1%eth0/64',
      '10.0.0.0/8,',
    ],
  ],
  ['traffic.sidecar.istio.io/excludeOutboundIPRanges', ['*']],
  ['traffic.sidecar.istio.io/includeInboundPorts', ['bad', '80,*', '80,']],
  ['traffic.sidecar.istio.io/excludeInboundPorts', ['*']],
  ['traffic.sidecar.istio.io/excludeInterfaces', [' ', 'eth0,', '0eth', 'abcdefghijklmnop', 'a b', '*', 'é']],
  ['traffic.sidecar.istio.io/kubevirtInterfaces', ['-j DROP']],
  ['istio.io/reroute-virtual-interfaces', ['net1;']],
  ['prometheus.istio.io/merge-metrics', ['', 'yes', 'tRUE']],
  [
    'proxy.istio.io/config',
    [
      'x',
      '[]',
      'a: b: c',
      'drainDuration: 500ms',
      'drainDuration: 1.5s',
      'statusPort: 0',
      'proxyMetadata: {A: 1}',
      'discoveryAddress: nowhere',
      'configPath: ""',
      'proxyAdminPort: 65536',
      'tracing: {zipkin: {}}',
      'privateKeyProvider: {}',
      'tracing: {lightstep: {address: "a:1"}}',
    ],
  ],
  ['sidecar.istio.io/proxyMemoryLimit', ['', 'lots', '1Gi\n', '1\u0085']],
];
const rows = (table: typeof accepted) =>
  table.flatMap(([annotation, values]) => values.map((value) => [annotation, value] as const));

describe('validateAnnotations', () => {
  it.each(rows(accepted))('accepts %s: %j', (annotation, value) => {
    expect(validateAnnotations(new Map([[annotation, value]]))).toEqual([]);
  });

  it.each(rows(rejected))('rejects %s: %j', (annotation, value) => {
    expect(validateAnnotations(new Map([[annotation, value]]))).toMatchObject([{ annotation, value }]);
  });

  it('looks at no other annotation', () => {
    const others = ['traffic.sidecar.istio.io/includeOutboundPorts', 'sidecar.istio.io/nativeSidecar', 'other'];
    expect(validateAnnotations(new Map(others.map((name) => [name, '?'])))).toEqual([]);
  });

  it('bounds what aliases make of a little YAML', () => {
    const bomb = Array.from(
      { length: 8 },
      (_, at) =>
        `a${at}: &a${at} [${Array(9)
          .fill(at === 0 ? 'x' : `*a${at - 1}`)
          .join(',')}]`,
    );
    expect(validateAnnotations(new Map([['proxy.istio.io/config', bomb.join('\n')]]))).toHaveLength(1);
  });

  it('says what is allowed', () => {
    const [problem] = validateAnnotations(new Map([['traffic.sidecar.istio.io/includeInboundPorts', '80,x']]));
    expect(problem?.message).toBe('has "x"; must be port numbers separated by commas, such as 80,8080, or *');
  });
});
