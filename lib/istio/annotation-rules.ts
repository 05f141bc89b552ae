import { isIPv4, isIPv6 } from 'node:net';
import { BoundedCache } from '../base/bounded-cache.ts';
import { errorText } from '../base/coded-error.ts';
import type { AnnotationProblem } from '../contract/behaviour.ts';
import type { JsonValue } from '../json/json-value.ts';
import type { Texts } from '../kube/pod/metadata.ts';
import { parseQuantity } from '../kube/quantity.ts';
import { parseAnnotationYaml } from './annotation-yaml.ts';
import { statusPortAnnotation } from './app-probes.ts';
import { defaultProxyConfig } from './mesh-config.ts';
import { parseGoBool } from './parse-bool.ts';
import { mergeAnnotation } from './prometheus.ts';
import { decodeProtoJson } from './proto/decode-json.ts';
import { proxyConfigAnnotation } from './proxy-config.ts';
import { proxyConfigProblems } from './proxy-config-rules.ts';
import { interceptionAnnotation } from './proxy-user.ts';
import { assumedFacts, type IstioFacts } from './version/changes.ts';

/** What is wrong with a value and what is allowed; undefined for a good one. */
type Rule = (value: string) => string | undefined;

const interceptionModes: ReadonlySet<string> = new Set(['REDIRECT', 'TPROXY', 'NONE']);
const largestUint32 = 2 ** 32 - 1;
const digits = /^\d{1,30}$/;
const prefixLength = /^(?:0|[1-9]\d{0,2})$/;
const interfaceName = /^[a-zA-Z][\w.-]{0,14}$/;
const controlCharacter = /[^ -~\u00a0-\uffff]/;

/** Rules by the annotation that they are for. */
export type AnnotationRules = ReadonlyMap<string, Rule>;

/** Rules that all versions have, but for the ProxyConfig's: it depends on the defaults. */
const steadyRules: readonly (readonly [string, Rule])[] = [
  [interceptionAnnotation, checkInterceptionMode],
  [statusPortAnnotation, checkPort],
  ['readiness.status.sidecar.istio.io/initialDelaySeconds', checkUint32],
  ['readiness.status.sidecar.istio.io/periodSeconds', checkUint32],
  ['readiness.status.sidecar.istio.io/failureThreshold', checkUint32],
  ['traffic.sidecar.istio.io/includeOutboundIPRanges', orWildcard(checkRanges, ', or *')],
  ['traffic.sidecar.istio.io/excludeOutboundIPRanges', (value) => checkRanges(value, '')],
  ['traffic.sidecar.istio.io/includeInboundPorts', orWildcard(checkPorts, ', or *')],
  ['traffic.sidecar.istio.io/excludeInboundPorts', (value) => checkPorts(value, '')],
  ['traffic.sidecar.istio.io/excludeOutboundPorts', (value) => checkPorts(value, '')],
  [mergeAnnotation, checkBool],
];
const coreDumpRules: typeof steadyRules = [['sidecar.istio.io/enableCoreDump', checkBool]];
const interfaceRules: typeof steadyRules = [
  ['traffic.sidecar.istio.io/excludeInterfaces', checkInterfaces],
  ['traffic.sidecar.istio.io/kubevirtInterfaces', checkInterfaces],
  ['istio.io/reroute-virtual-interfaces', checkInterfaces],
];
const quantityRules: typeof steadyRules = [
  ['sidecar.istio.io/proxyCPU', validateResourceQuantity],
  ['sidecar.istio.io/proxyMemory', validateResourceQuantity],
  ['sidecar.istio.io/proxyCPULimit', validateResourceQuantity],
  ['sidecar.istio.io/proxyMemoryLimit', validateResourceQuantity],
];

/**
 * The rules that a version of Istio has for the annotations of a pod: what they accept and reject is Istio's decision,
 * value for value.
 */
export function annotationRulesOf(facts: IstioFacts): AnnotationRules {
  return new Map([
    ...steadyRules,
    [proxyConfigAnnotation, proxyConfigRule(facts)],
    ...(facts.ignoresCoreDump ? [] : coreDumpRules),
    ...(facts.checksInterfaces ? interfaceRules : []),
    ...(facts.checksQuantities ? quantityRules : []),
  ]);
}

/** The rules where nobody says a version. */
export const annotationRules = annotationRulesOf(assumedFacts);

/** The problems of a pod's annotations, in the order of the rules. */
export function validateAnnotations(
  annotations: Texts,
  rules: AnnotationRules = annotationRules,
): readonly AnnotationProblem[] {
  const problems: AnnotationProblem[] = [];
  for (const [annotation, rule] of rules) {
    const value = annotations.get(annotation);
    const message = value === undefined ? undefined : rule(value);
    if (value !== undefined && message !== undefined) {
      problems.push({ annotation, value, message });
    }
  }
  return problems;
}

function checkInterceptionMode(value: string): string | undefined {
  return interceptionModes.has(value) ? undefined : 'must be REDIRECT, TPROXY or NONE';
}

function checkPort(value: string): string | undefined {
  return isPort(value) ? undefined : 'must be a port number between 0 and 65535';
}

function checkUint32(value: string): string | undefined {
  return isUnsigned(value, largestUint32) ? undefined : 'must be a whole number from 0, such as 15';
}

function checkBool(value: string): string | undefined {
  return parseGoBool(value) === undefined ? 'must be true or false' : undefined;
}

function orWildcard(rule: (value: string, alternative: string) => string | undefined, alternative: string): Rule {
  return (value) => (value === '*' ? undefined : rule(value, alternative));
}

function checkRanges(value: string, alternative: string): string | undefined {
  const bad = value === '' ? undefined : value.split(',').find((range) => !isPrefix(range));
  return bad === undefined
    ? undefined
    : `has ${JSON.stringify(bad)}; must be IP ranges separated by commas without spaces, such as 10.0.0.0/8${alternative}`;
}

function checkPorts(value: string, alternative: string): string | undefined {
  const bad =
    value.trim() === ''
      ? undefined
      : value
          .trim()
          .split(',')
          .find((port) => !isPort(port));
  return bad === undefined
    ? undefined
    : `has ${JSON.stringify(bad)}; must be port numbers separated by commas, such as 80,8080${alternative}`;
}

/** Names of Linux network interfaces; the empty value is none. */
function checkInterfaces(value: string): string | undefined {
  const bad = value === '' ? undefined : value.split(',').find((name) => !interfaceName.test(name.trim()));
  return bad === undefined
    ? undefined
    : `has ${JSON.stringify(bad)}; must be names of network interfaces separated by commas, such as eth0,net1: a letter, then at most 14 letters, digits, ., _ or -`;
}

/** A quantity of CPU or memory, without line breaks or other control characters, which could forge YAML. */
function validateResourceQuantity(value: string): string | undefined {
  if (controlCharacter.test(value)) {
    return 'contains control characters; must be a quantity such as 100m or 128Mi';
  }
  try {
    parseQuantity(value);
    return undefined;
  } catch {
    return 'must be a quantity such as 100m, 0.5 or 128Mi';
  }
}

function proxyConfigRule(facts: IstioFacts): Rule {
  const checked = new BoundedCache<string>({ maxEntries: 500, maxCharacters: 1_000_000 });
  return (value) => checked.getOrMake(value, () => proxyConfigProblem(value, facts)) || undefined;
}

/** What is wrong with a ProxyConfig; `''` for a good one. */
function proxyConfigProblem(value: string, facts: IstioFacts): string {
  try {
    const json: JsonValue = parseAnnotationYaml(value);
    const problems = proxyConfigProblems(decodeProtoJson(defaultProxyConfig(facts), json));
    return problems.join('; ');
  } catch (error) {
    const reason = errorText(error);
    return `must be YAML of a ProxyConfig, such as "concurrency: 2": ${reason}`;
  }
}

function isPort(text: string): boolean {
  return isUnsigned(text.trim(), 65535);
}

/** strconv.ParseUint(text, 10, …): digits alone. */
function isUnsigned(text: string, most: number): boolean {
  return digits.test(text) && Number(text) <= most;
}

/** netip.ParsePrefix: an address without zone, and its length without sign or leading zeros. */
function isPrefix(text: string): boolean {
  const at = text.lastIndexOf('/');
  const [address, length] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  if (at < 0 || !prefixLength.test(length)) {
    return false;
  }
  return isIPv4(address) ? Number(length) <= 32 : isIPv6(address) && !address.includes('%') && Number(length) <= 128;
}
