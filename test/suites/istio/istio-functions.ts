import { RefusedAnnotationError } from '../../../lib/contract/errors.ts';
import { encodeGoJson } from '../../../lib/go/encode-json.ts';
import { goValueFromJson } from '../../../lib/go/from-json.ts';
import type { GoStruct, GoValue } from '../../../lib/go/value.ts';
import { parseInjectEnvs } from '../../../lib/istio/address-env.ts';
import { decodeProbers, mergeOrAppendProbers, shouldRewriteAppHttpProbers } from '../../../lib/istio/app-probes.ts';
import { appendMultusNetwork } from '../../../lib/istio/multus.ts';
import { omitNil } from '../../../lib/istio/omit-nil.ts';
import { otelResourceAttributes } from '../../../lib/istio/otel-attributes.ts';
import { getPortsForContainer } from '../../../lib/istio/port-functions.ts';
import {
  applyPrometheusMerge,
  applySecurePrometheusAnnotation,
  enablePrometheusMerge,
  getPrometheusScrapeConfiguration,
} from '../../../lib/istio/prometheus.ts';
import { decodeProtoJson, emptyMessage } from '../../../lib/istio/proto/decode-json.ts';
import type { ProtoMessage } from '../../../lib/istio/proto/message.ts';
import { protoToJson } from '../../../lib/istio/proxy-config.ts';
import { proxyImage } from '../../../lib/istio/proxy-image.ts';
import { parseJson } from '../../../lib/json/json-text.ts';
import type { JsonObject, JsonValue } from '../../../lib/json/json-value.ts';
import { typedValue } from '../../../lib/kube/typed-pod.ts';
import { list, object, text } from './case-files.ts';
import { failed, passed, sameJson, sameText, type Verdict } from './verdict.ts';
import { samePod } from './webhook-checks.ts';

/** Ours for each of Istio's small functions, by the file that holds its table. */
export const istioFunctionChecks: Readonly<Record<string, (row: JsonObject) => Verdict>> = {
  'append-multus-network.json': (row) =>
    sameText(text(row.want), appendMultusNetwork(text(row.existing), text(row.network))),
  'apply-prometheus-merge.json': checkPrometheusMerge,
  'apply-secure-prometheus-annotation.json': (row) =>
    samePod(row.want ?? null, applySecurePrometheusAnnotation(object(row.pod))),
  'enable-prometheus-merge.json': (row) =>
    sameJson(row.want ?? null, enablePrometheusMerge(meshOf(row.mesh), texts(row.annotations))),
  'get-ports-for-container.json': (row) => sameJson(row.want ?? null, [...getPortsForContainer(containerOf(row))]),
  'merge-or-append-probers.json': (row) => {
    const probers = decodeProbers(text(row.probers)) ?? new Map();
    const env = list(row.env).map(object);
    return sameJson(row.want ?? null, [...mergeOrAppendProbers(row.previouslyInjected === true, env, probers)]);
  },
  'omit-nil.json': (row) => {
    const got = omitNil(goValueFromJson(row.in ?? null, 'float64'));
    return sameJson(row.want ?? null, parseJson(encodeGoJson(got)));
  },
  'otel-resource-attributes.json': checkOtel,
  'parse-inject-envs.json': (row) => sameJson(row.want ?? null, Object.fromEntries(parseInjectEnvs(text(row.path)))),
  'prometheus-scrape-configuration.json': (row) => sameJson(row.want ?? null, scrapeOf(texts(row.annotations))),
  'proto-to-json.json': (row) => sameText(text(row.want), protoToJson(proxyConfigOf(row.proxyConfig))),
  'proxy-image.json': checkProxyImage,
  'should-rewrite-app-http-probers.json': (row) =>
    sameJson(row.want ?? null, shouldRewriteAppHttpProbers(texts(row.annotations), row.specSetting === true)),
};

function checkPrometheusMerge(row: JsonObject): Verdict {
  try {
    const pod = applyPrometheusMerge(object(row.pod), { mesh: undefined, statusPort: Number(row.statusPort) });
    return row.error === null || row.error === undefined
      ? samePod(row.want ?? null, pod)
      : failed(`want the error ${text(row.error)}`);
  } catch (error) {
    if (error instanceof RefusedAnnotationError && typeof row.error === 'string') {
      return passed;
    }
    throw error;
  }
}

function scrapeOf(annotations: ReadonlyMap<string, string>): JsonObject {
  const { targets, ...single } = getPrometheusScrapeConfiguration(annotations);
  return targets === undefined ? single : { ...single, targets: targets.map((target) => ({ ...target })) };
}

function checkOtel(row: JsonObject): Verdict {
  const got = otelResourceAttributes({
    mesh: meshOf(row.mesh),
    annotations: texts(row.annotations),
    labels: texts(row.labels),
    namespace: text(row.namespace),
    containers: list(row.containers).map((item) => ({
      name: text(object(item).name),
      image: text(object(item).image),
    })),
  });
  return sameText(text(row.want), got);
}

function checkProxyImage(row: JsonObject): Verdict {
  const got = proxyImage({
    values: row.values ?? {},
    section: 'proxy',
    imageType: text(row.imageType),
    annotations: texts(row.annotations),
  });
  return sameText(text(row.want), got);
}

function containerOf(row: JsonObject): GoStruct {
  const value: GoValue = typedValue('v1.Container', row.container ?? {});
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'struct') {
    return value;
  }
  throw new TypeError('a container is a struct');
}

function meshOf(json: JsonValue | undefined): ProtoMessage | undefined {
  return json === null || json === undefined
    ? undefined
    : decodeProtoJson(emptyMessage('istio.mesh.v1alpha1.MeshConfig'), json);
}

function proxyConfigOf(json: JsonValue | undefined): ProtoMessage {
  return decodeProtoJson(emptyMessage('istio.mesh.v1alpha1.ProxyConfig'), json ?? {});
}

function texts(json: JsonValue | undefined): ReadonlyMap<string, string> {
  return new Map(Object.entries(object(json)).map(([key, value]) => [key, text(value)]));
}
