import type { JsonSchema } from '../schema/json-schema.ts';

const object: JsonSchema = { type: 'object' };
const text: JsonSchema = { type: 'string', minLength: 1 };

/** What a case is given. */
const given: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  oneOf: [{ required: ['object'] }, { required: ['file'] }],
  properties: {
    object: { ...object, description: 'A Pod, or a Deployment, Job or another workload, whose pod is tried.' },
    file: { ...text, description: 'A YAML file with such an object, relative to this file.' },
    namespace: { ...text, description: "Where it is created; the object's own, else default." },
    namespaceLabels: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description: 'Labels of the namespace: whether the API server calls the webhook at all.',
    },
    cluster: { ...text, description: 'Whose parameters apply; the default ones without it.' },
  },
};

/** What is expected of it. */
const expected: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: {
    decision: { enum: ['inject', 'skip', 'not-called'], type: 'string', description: 'What the rules come to.' },
    reason: { ...text, description: 'Why, as explain says it: policy-enabled, opted-out and so on.' },
    result: {
      enum: ['injected', 'unchanged', 'refused', 'fails'],
      type: 'string',
      description: 'What injecting comes to.',
    },
    pod: {
      ...object,
      minProperties: 1,
      description: 'The whole pod as it comes out, our bookkeeping annotations left out.',
    },
    podContains: {
      ...object,
      minProperties: 1,
      description: 'What the pod has among other things; items of lists go by their name.',
    },
    patch: { type: 'array', description: 'The whole JSON Patch, in order.' },
    warnings: { type: 'array', items: text, description: 'All warnings, in order; an empty list for none.' },
    refusal: { ...text, description: 'A part of what the author of a refused or failing pod reads.' },
    absent: {
      type: 'array',
      minItems: 1,
      items: text,
      description: 'Paths that the pod must not have: spec.containers[log], metadata.labels["a.b/c"].',
    },
  },
};

/** A file of fixtures, `tests/NAME.yaml` beside the parameters. The tester reads files by it, and so do editors. */
export const fixtureSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['cases'],
  properties: {
    namespaceLabel: { ...text, description: 'KEY or KEY=VALUE of namespaces that opt in, as manifest writes it.' },
    cases: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'given'],
        properties: {
          name: { ...text, description: 'What is shown by it, as a sentence.' },
          given,
          expect: expected,
        },
      },
    },
  },
};
