import { afterEach, describe, expect, it } from 'vitest';
import { command } from '../../../lib/cli/explain.ts';
import { parameterFolder, removeParameterFolders } from '../../support/parameter-folder.ts';
import { messageOf, runCommand } from './run-command.ts';

afterEach(removeParameterFolders);

const template = 'spec:\n  containers:\n  - name: shipper\n    image: shop/shipper:1\n';
const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: hello}\nspec: {containers: [{name: a, image: b}]}\n';

function explain(input: string, more: readonly string[] = [], values: Readonly<Record<string, string>> = {}) {
  const folder = parameterFolder({ 'default/template': template, ...values });
  return runCommand(command, ['-f', '-', '--parameters', folder, ...more], { readInput: async () => input });
}

describe('explain', () => {
  it('tells every rule, the decision and what comes of it', async () => {
    const { out } = await explain(pod);
    expect(out).toContain('pod hello in namespace default, cluster default, configuration ');
    expect(out).toMatch(/^ {3}host-network +no$/m);
    expect(out).toMatch(/^=> policy +enabled$/m);
    expect(out).toMatch(/^decision: inject, policy-enabled$/m);
    expect(out).toMatch(/^injected: sidecar; \d+ patch operations$/m);
  });

  it.each([
    { labels: 'sidecar-injection=enabled,team=shop', says: 'so the API server calls the webhook' },
    { labels: 'team=shop', says: 'does not call the webhook' },
    { labels: '', says: 'does not call the webhook' },
  ])("evaluates the manifest's selector on the labels $labels", async ({ labels, says }) => {
    expect((await explain(pod, ['--namespace-labels', labels])).out).toContain(says);
  });

  it('never selects a system namespace', async () => {
    const more = ['-n', 'kube-system', '--namespace-labels', 'sidecar-injection=enabled'];
    const { out } = await explain(pod, more);
    expect(out).toContain('does not call the webhook');
    expect(out).toMatch(/^decision: skip, system-namespace$/m);
  });

  it("follows a cluster's own parameters", async () => {
    const { out } = await explain(pod, ['--cluster', 'prod'], { 'prod/policy': 'disabled' });
    expect(out).toContain('cluster prod');
    expect(out).toMatch(/^decision: skip, policy-disabled$/m);
  });

  it('tells a refusal, and a template that fails', async () => {
    const asks = pod.replace('{name: hello}', '{name: hello, annotations: {inject.istio.io/templates: nosuch}}');
    expect((await explain(asks)).out).toMatch(/^the pod is refused: .*nosuch/m);
    const fails = await explain(pod, [], { 'default/template': '{{ index .Nothing.At.All 1 }}' });
    expect(fails.out).toMatch(/^the injection fails, and the cluster's failurePolicy decides: /m);
  });

  it('speaks JSON', async () => {
    const { out } = await explain(pod, ['-o', 'json']);
    expect(JSON.parse(out)).toMatchObject({
      pod: 'hello',
      selection: 'unknown',
      decision: { kind: 'inject', reason: 'policy-enabled' },
      result: { kind: 'injected', templates: ['sidecar'] },
    });
  });

  it.each([
    { name: 'another kind', input: 'apiVersion: apps/v1\nkind: Deployment\n', says: /holds a Deployment/ },
    { name: 'no object', input: '7', says: /holds no Kubernetes object/ },
    { name: 'no YAML', input: 'a: [', says: /^standard input:1:5: / },
  ])('refuses $name', async ({ input, says }) => {
    const run = await explain(input);
    expect(run.error).toMatchObject({ name: 'CommandError', exitCode: 3 });
    expect(messageOf(run)).toMatch(says);
  });

  it.each([
    { more: ['--namespace-labels', 'x'], says: /is not KEY=VALUE/ },
    { more: ['--cluster', 'NO'], says: /--cluster NO/ },
  ])('refuses $more as wrong usage', async ({ more, says }) => {
    const run = await explain(pod, more);
    expect(run.error).toMatchObject({ exitCode: 2 });
    expect(messageOf(run)).toMatch(says);
  });

  it('names a file that is not there', async () => {
    const run = await runCommand(command, [
      '-f',
      'nosuch.yaml',
      '--parameters',
      parameterFolder({ 'default/template': template }),
    ]);
    expect(messageOf(run)).toMatch(/^nosuch\.yaml: cannot be read/);
  });
});
