import { checkParameters, deploymentOf, type Surroundings } from '../../build/deploy/check-parameters.ts';
import type { Resource } from '../../build/deploy/cloudformation.ts';
import type { Code } from '../../build/deploy/deployment.ts';
import { deploymentTemplate, type Template } from '../../build/deploy/template.ts';

/** A zip that nobody looks into. */
export const someCode: Code = { location: { S3Bucket: 'bucket', S3Key: 'key' }, sha256: 'c29tZSBjb2Rl' };

/** The template for a deployment with these parameters. */
export function templateWith(
  parameters: Readonly<Record<string, string>> = {},
  { code = someCode, ...surroundings }: Partial<Surroundings> & { readonly code?: Code } = {},
): Template {
  const deployment = deploymentOf(checkParameters(parameters), { stage: 'prod', version: '0.1.0', ...surroundings });
  return deploymentTemplate(deployment, code);
}

/** The resources of one type, by their logical ids. */
export function ofType({ Resources }: Template, type: string): ReadonlyMap<string, Resource> {
  return new Map(Object.entries(Resources).filter(([, { Type }]) => Type === type));
}

/** The properties of the one resource of a type. */
export function only(template: Template, type: string): Resource['Properties'] {
  const [first, ...others] = [...ofType(template, type).values()];
  if (first === undefined || others.length > 0) {
    throw new Error(`there are ${others.length + (first === undefined ? 0 : 1)} resources of ${type}, and not one`);
  }
  return first.Properties;
}

/** The properties of the function that answers. */
export function injectFunction({ Resources }: Template): Resource['Properties'] {
  return Resources.InjectLambdaFunction?.Properties ?? {};
}

/** Parameters of one deployment of each profile. */
export const profiles = {
  public: {},
  restricted: { profile: 'restricted', allowedCidrs: '203.0.113.7/32,203.0.113.8/32' },
  private: { profile: 'private', vpcEndpointIds: 'vpce-0123456789abcdef0,vpce-0123456789abcdef1' },
} as const;
