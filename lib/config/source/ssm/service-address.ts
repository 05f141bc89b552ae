import { isValidHostLabel } from '@smithy/core/transport';
import { type Partition, partitionOf } from './partition-of.ts';
import { type Environment, endpointOf } from './region.ts';

/** Where calls go, and the Region that they are signed for. */
export interface ServiceAddress {
  readonly url: URL;
  readonly region: string;
}

/** The address of Parameter Store by what is asked of it, where its partition has such addresses. */
const addressForms = {
  plain: { has: () => true, host: (region, { dnsSuffix }) => `ssm.${region}.${dnsSuffix}` },
  fips: { has: ({ supportsFIPS }) => supportsFIPS, host: fipsHost },
  dualStack: {
    has: ({ supportsDualStack }) => supportsDualStack,
    host: (region, { dualStackDnsSuffix }) => `ssm.${region}.${dualStackDnsSuffix}`,
  },
  fipsAndDualStack: {
    has: ({ supportsFIPS, supportsDualStack }) => supportsFIPS && supportsDualStack,
    host: (region, { dualStackDnsSuffix }) => `ssm-fips.${region}.${dualStackDnsSuffix}`,
  },
} as const satisfies Record<string, AddressRule>;

interface AddressRule {
  readonly has: (partition: Partition) => boolean;
  readonly host: (region: string, partition: Partition) => string;
}

/**
 * Where the environment sends calls: to its endpoint, else to the Region's own, as the SDK's rules for the service
 * have it (the endpoint rule set of Parameter Store).
 * @throws Error in the words of the SDK, for a Region or an endpoint that is missing, is none, or cannot be had.
 */
export async function serviceAddress(environment: Environment): Promise<ServiceAddress> {
  const named = environment.AWS_REGION || environment.AWS_DEFAULT_REGION;
  if (named === undefined || named === '') {
    throw new Error('Region is missing');
  }
  const region = realRegion(named);
  // A Region becomes part of a host's name: nothing else may come in by it.
  if (!isValidHostLabel(region)) {
    throw new Error(`Region not accepted: region="${region}" is not a valid hostname component.`);
  }
  const fips = environment.AWS_USE_FIPS_ENDPOINT === 'true' || region !== named;
  const dualStack = environment.AWS_USE_DUALSTACK_ENDPOINT === 'true';
  const endpoint = endpointOf(environment);
  const url = endpoint === undefined ? await regionUrl(region, fips, dualStack) : ownUrl(endpoint, fips, dualStack);
  return { url, region };
}

/** Some name FIPS within the Region, as in `us-east-1-fips`. */
function realRegion(name: string): string {
  if (name === 'fips-aws-global' || name === 'aws-fips') {
    return 'us-east-1';
  }
  return name.startsWith('fips-') || name.endsWith('-fips') ? name.replace(/fips-(dkr-|prod-)?|-fips/, '') : name;
}

function ownUrl(endpoint: string, fips: boolean, dualStack: boolean): URL {
  const url = new URL(endpoint);
  if (fips || dualStack) {
    const which = fips ? 'FIPS' : 'Dualstack';
    throw new Error(`Invalid Configuration: ${which} and custom endpoint are not supported`);
  }
  url.pathname = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`;
  return url;
}

async function regionUrl(region: string, fips: boolean, dualStack: boolean): Promise<URL> {
  const rule = addressForms[fips ? (dualStack ? 'fipsAndDualStack' : 'fips') : dualStack ? 'dualStack' : 'plain'];
  const where = await partitionOf(region);
  if (!rule.has(where)) {
    const missing = fips && dualStack ? 'FIPS and DualStack are' : fips ? 'FIPS is' : 'DualStack is';
    const what = fips && dualStack ? 'one or both' : fips ? 'FIPS' : 'DualStack';
    throw new Error(`${missing} enabled, but this partition does not support ${what}`);
  }
  return new URL(`https://${rule.host(region, where)}/`);
}

/** In GovCloud, the plain addresses are those of FIPS. */
function fipsHost(region: string, { name, dnsSuffix }: Partition): string {
  return name === 'aws-us-gov' ? `ssm.${region}.amazonaws.com` : `ssm-fips.${region}.${dnsSuffix}`;
}
