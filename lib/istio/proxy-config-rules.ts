import { isIPv4, isIPv6 } from 'node:net';
import { parseGoInt } from './parse-bool.ts';
import type { ProtoMessage } from './proto/message.ts';
import { nanosecondsOf } from './proto/view.ts';

const millisecond = 1_000_000n;
const second = 1000n * millisecond;
const dnsLabel = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/;
const longestName = 255;
const authPolicies: ReadonlySet<number> = new Set([0, 1]);

/** What is wrong with a ProxyConfig, by Istio's rules (ValidateMeshConfigProxyConfig); empty for a good one. */
export function proxyConfigProblems(config: ProtoMessage): readonly string[] {
  return [
    ...nameProblems(config),
    ...drainProblems(config),
    ...addressProblems(config),
    ...tracingProblems(config.message('tracing')),
    ...portProblems(config),
    ...keyProviderProblems(config.message('private_key_provider')),
  ];
}

function nameProblems(config: ProtoMessage): readonly string[] {
  const problems: string[] = [];
  for (const [name, label] of [
    ['config_path', 'configPath'],
    ['binary_path', 'binaryPath'],
  ] as const) {
    if (config.text(name) === '') {
      problems.push(`${label} must not be empty`);
    }
  }
  const isNamed = config.get('tracing_service_name') !== undefined || config.text('service_cluster') !== '';
  return isNamed ? problems : [...problems, 'serviceCluster or tracingServiceName must be set'];
}

function drainProblems(config: ProtoMessage): readonly string[] {
  const drain = nanosecondsOf(config.message('drain_duration'));
  return drain >= millisecond && drain % second === 0n
    ? []
    : ['drainDuration must be a positive number of whole seconds, such as 45s'];
}

function addressProblems(config: ProtoMessage): readonly string[] {
  const discovery = config.text('discovery_address');
  return [
    ...(discovery === '' ? ['discoveryAddress must not be empty'] : addressProblem('discoveryAddress', discovery)),
    ...optionalAddress('statsdUdpAddress', config.text('statsd_udp_address')),
    ...optionalAddress('envoyMetricsServiceAddress', config.text('envoy_metrics_service_address')),
    ...optionalAddress('envoyMetricsService.address', config.message('envoy_metrics_service')?.text('address') ?? ''),
    ...optionalAddress(
      'envoyAccessLogService.address',
      config.message('envoy_access_log_service')?.text('address') ?? '',
    ),
  ];
}

function optionalAddress(label: string, address: string): readonly string[] {
  return address === '' ? [] : addressProblem(label, address);
}

function addressProblem(label: string, address: string): readonly string[] {
  return isProxyAddress(address) ? [] : [`${label} must be HOST:PORT, not ${JSON.stringify(address)}`];
}

function tracingProblems(tracing: ProtoMessage | undefined): readonly string[] {
  const problems: string[] = [];
  const lightstep = tracing?.message('lightstep');
  if (lightstep !== undefined) {
    problems.push(...addressProblem('tracing.lightstep.address', lightstep.text('address')));
    problems.push(...(lightstep.text('access_token') === '' ? ['tracing.lightstep.accessToken must be set'] : []));
  }
  for (const name of ['zipkin', 'datadog']) {
    const address = tracing?.message(name)?.text('address').replace('$(HOST_IP)', '127.0.0.1');
    problems.push(...(address === undefined ? [] : addressProblem(`tracing.${name}.address`, address)));
  }
  return [...problems, ...tlsProblems(tracing?.message('tls_settings'))];
}

const tlsSimple = 1;
const tlsMutual = 2;

function tlsProblems(tls: ProtoMessage | undefined): readonly string[] {
  if (tls === undefined) {
    return [];
  }
  const label = 'tracing.tlsSettings';
  const mode = tls.number('mode');
  const has = (name: string): boolean => tls.get(name) !== undefined;
  const problems: string[] = [];
  if (tls.wrappedFlag('insecure_skip_verify') === true) {
    const excluded = ['ca_certificates', 'subject_alt_names', ...(mode === tlsSimple ? ['credential_name'] : [])];
    if ((mode === tlsSimple || mode === tlsMutual) && excluded.some(has)) {
      problems.push(`${label}: insecureSkipVerify excludes CA certificates, credentialName and subjectAltNames`);
    }
  }
  if ((mode === tlsSimple || mode === tlsMutual) && has('credential_name')) {
    const files = ['client_certificate', 'ca_certificates', 'private_key', 'ca_crl'];
    return files.some(has) ? [...problems, `${label}: credentialName excludes certificate files`] : problems;
  }
  if (mode === tlsMutual && !(has('client_certificate') && has('private_key'))) {
    problems.push(`${label}: MUTUAL needs clientCertificate and privateKey`);
  }
  return problems;
}

function portProblems(config: ProtoMessage): readonly string[] {
  const ports = [
    ['proxyAdminPort', config.number('proxy_admin_port')],
    ['statusPort', config.number('status_port')],
  ] as const;
  const problems = ports.flatMap(([label, port]) =>
    port >= 1 && port <= 65535 ? [] : [`${label} must be between 1 and 65535, not ${port}`],
  );
  return authPolicies.has(config.number('control_plane_auth_policy'))
    ? problems
    : [...problems, 'controlPlaneAuthPolicy must be NONE or MUTUAL_TLS'];
}

function keyProviderProblems(provider: ProtoMessage | undefined): readonly string[] {
  if (provider === undefined) {
    return [];
  }
  const chosen = provider.message('cryptomb') ?? provider.message('qat');
  return nanosecondsOf(chosen?.message('poll_delay')) === 0n
    ? ['privateKeyProvider must be cryptomb or qat, with a pollDelay that is not zero']
    : [];
}

/** HOST:PORT with a name or an IP address (in brackets for IPv6), by Istio's ValidateProxyAddress. */
export function isProxyAddress(address: string): boolean {
  const [, bracketed, plain, port = ''] = /^(?:\[([^[\]]*)\]|([^:[\]]*)):([^:[\]]*)$/.exec(address) ?? [];
  const host = bracketed ?? plain;
  const number = parseGoInt(port);
  if (host === undefined || number === undefined || number < 1 || number > 65535) {
    return false;
  }
  return isDomainName(host) || isIPv4(host) || isIPv6(host);
}

function isDomainName(name: string): boolean {
  const labels = name.split('.');
  const top = labels.at(-1) ?? '';
  if (name === '' || name.length > longestName || parseGoInt(top) !== undefined) {
    return false;
  }
  return labels.every((label, index) => dnsLabel.test(label) || (label === '' && index === labels.length - 1));
}
