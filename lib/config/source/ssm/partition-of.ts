import type { partition } from '@aws-sdk/core/client';

/** What AWS knows of a part of itself: `aws`, `aws-cn`, `aws-us-gov`, ... */
export type Partition = Pick<
  ReturnType<typeof partition>,
  'name' | 'dnsSuffix' | 'dualStackDnsSuffix' | 'supportsFIPS' | 'supportsDualStack'
>;

/** The pattern by which AWS's own table of partitions knows Regions of `aws`. */
const commercialRegion = /^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/;

const commercial: Partition = {
  name: 'aws',
  dnsSuffix: 'amazonaws.com',
  dualStackDnsSuffix: 'api.aws',
  supportsFIPS: true,
  supportsDualStack: true,
};

/**
 * The partition of a Region. The SDK's table, with the code that it brings along, is loaded for the few Regions outside
 * the commercial partition: to load it takes a cold start 3 ms.
 */
export async function partitionOf(region: string): Promise<Partition> {
  return commercialRegion.test(region) ? commercial : (await import('./sdk-partition.ts')).sdkPartition(region);
}
