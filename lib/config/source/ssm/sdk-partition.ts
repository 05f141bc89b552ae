import { partition } from '@aws-sdk/core/client';

/**
 * The partition of any Region by the SDK's table. It stands by itself to be loaded when it is needed: of `import()` of a
 * whole package nothing could be left out.
 */
export function sdkPartition(region: string): ReturnType<typeof partition> {
  return partition(region);
}
