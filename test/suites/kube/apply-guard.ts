import { expect } from 'vitest';
import { type GuardAction, guardObjects } from '../../../lib/cli/guard/guard.ts';
import { openSnapshot } from '../../../lib/cli/open-snapshot.ts';
import { recordingIo } from '../../unit/cli/run-command.ts';
import type { Cluster } from './cluster.ts';
import { untilObeyed } from './until-obeyed.ts';

/** Where the API server keeps what a guard is made of, by kind. */
export const guardPaths: Readonly<Record<string, string>> = {
  ValidatingAdmissionPolicy: '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies',
  ValidatingAdmissionPolicyBinding: '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings',
  ConfigMap: '/api/v1/namespaces/kube-system/configmaps',
};

/** Puts the guard of a folder of parameters in force, as `guard-ACTION`. */
export async function applyGuard(cluster: Cluster, parameters: string, action: GuardAction): Promise<void> {
  const snapshot = await openSnapshot(recordingIo().io, { parameters });
  const options = { action, name: `guard-${action}`, namespaceLabel: 'sidecar-injection=enabled' };
  for (const body of guardObjects(snapshot, options)) {
    const path = guardPaths[String(body.kind)] ?? '';
    const answer = await cluster.server.client.call({ method: 'POST', path, body });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  }
  await untilObeyed(cluster.server.client, 'policies');
}
