import type { JsonObject } from '../../json/json-value.ts';
import { objectIn, objectsIn, textIn } from '../cluster/json-path.ts';
import { readObjects } from '../input/read-objects.ts';
import { bad, type Finding, good } from './finding.ts';

const check = 'the API server’s own call';

/** What the API server said of a pod that asked for injection: the object it would have made, or its error. */
export function checkAnswer(text: string, name: string): readonly Finding[] {
  if (!/^\s*\{/.test(text)) {
    return [failure(text.trim())];
  }
  const [read] = readObjects([{ name, text }]);
  const object: JsonObject = read?.object ?? {};
  if (object.kind === 'Status') {
    return [failure(textIn(object, 'message'))];
  }
  const annotations = objectIn(object, 'metadata', 'annotations');
  const containers = [...objectsIn(object, 'spec', 'containers'), ...objectsIn(object, 'spec', 'initContainers')];
  return 'sidecar.istio.io/status' in annotations
    ? [good(check, `injected: ${containers.map((each) => textIn(each, 'name')).join(', ')}`)]
    : [bad(check, 'the pod came back without a sidecar', adviceWithout)];
}

const adviceWithout =
  'is the namespace labelled, and the webhook configuration there (kubectl get mutatingwebhookconfigurations)? Under failurePolicy Ignore a failed call looks like this, too: kubectl get events, and the API server’s log';

/** What API servers say where a call fails, and what it means. */
const failures: readonly (readonly [RegExp, string])[] = [
  [
    /context deadline exceeded|timeout|i\/o timeout/i,
    'the API server cannot reach the webhook in time: network, security groups, resource policy',
  ],
  [/no such host/i, 'the API server cannot resolve the host: DNS of the cluster’s VPC, private DNS'],
  [/certificate|x509|tls/i, 'the API server does not trust the certificate: caBundle in the webhook configuration'],
  [/not authorized|401/i, 'the token in the webhook configuration is not good for this cluster'],
  [/denied the request/i, 'the injector refused the pod; the message says why'],
  [/403|Forbidden/i, 'API Gateway’s resource policy turns the API server away: its egress addresses'],
];

function failure(message: string): Finding {
  const [, advice] = failures.find(([pattern]) => pattern.test(message)) ?? [
    undefined,
    'docs/troubleshooting.md lists messages',
  ];
  // The message of an API server shows the address, and with it the token.
  return bad(check, message.replaceAll(/\/t\/[^/"\s]+/g, '/t/TOKEN') || 'it is empty', advice);
}
