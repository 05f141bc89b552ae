/** Environment variables, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where calls go, for messages: the Region, and the endpoint where it is not the Region's own. */
export function describeRegion(environment: Environment): string {
  const region = environment.AWS_REGION || environment.AWS_DEFAULT_REGION || 'the Region of the AWS profile';
  const endpoint = endpointOf(environment);
  return endpoint === undefined ? region : `${region} (${endpoint})`;
}

/** The endpoint that the environment asks for instead of the Region's own: moto, or a VPC endpoint. */
export function endpointOf(environment: Environment): string | undefined {
  // An empty variable is one that is not set, as AWS's own tools have it.
  return environment.AWS_ENDPOINT_URL_SSM || environment.AWS_ENDPOINT_URL || undefined;
}
