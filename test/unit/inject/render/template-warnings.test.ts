import { describe, expect, it } from 'vitest';
import { injectInto } from '../fixture.ts';

const pod = { metadata: { name: 'web' }, spec: { containers: [{ name: 'app', image: 'app' }] } };
const warningsOf = (sidecar: string): readonly string[] => {
  const outcome = injectInto(pod, { templates: { sidecar } });
  return outcome.kind === 'refused' ? [outcome.message] : outcome.warnings;
};

describe('templateWarnings', () => {
  it('tells of parts of spec that stand beside it', () => {
    expect(warningsOf('containers: [{name: h, image: x}]\nvolumes: []\n')).toEqual([
      'template "sidecar" renders "containers" beside "spec": a Pod has it in spec, so it has no effect',
      'template "sidecar" renders "volumes" beside "spec": a Pod has it in spec, so it has no effect',
    ]);
  });

  it.each(['', '\n# nothing\n', 'null\n'])('tells of a template that gives %j', (text) => {
    expect(warningsOf(text)).toEqual(['template "sidecar" rendered nothing for this pod']);
  });

  it.each(['{}\n', '# means it\n{ }\n', 'spec: {}\n', 'metadata: {labels: {a: b}}\n'])('says nothing of %j', (text) => {
    expect(warningsOf(text)).toEqual([]);
  });
});

it('shows the line of the rendered text that its error counts', () => {
  const broken = 'spec:\n  containers:\n  - name: a\n   image: b\n';
  expect(() => injectInto(pod, { templates: { sidecar: broken } })).toThrow(
    /YAML:4:\d+: .* \(in the rendered text, where this line is: "image: b"\)$/,
  );
});

describe('fixed bugs: fields that Kubernetes does not know', () => {
  it('are told with the one that was meant, at any depth', () => {
    expect(warningsOf('spec: {containers: [{name: a, image: x, readynessProbe: {}}]}')).toEqual([
      'template "sidecar": Kubernetes has no field spec.containers[0].readynessProbe; did you mean readinessProbe?',
    ]);
    expect(warningsOf('zzzzzzzz: 1\nspec: {dnsPolicy: None}')).toEqual([
      'template "sidecar": Kubernetes has no field zzzzzzzz',
    ]);
  });
});
