import { partition } from '@aws-sdk/core/client';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partitionOf } from '../../../../../lib/config/source/ssm/partition-of.ts';

/** The first words of Regions, in AWS's table and not, and texts that look like them. */
const areas = ['us', 'eu', 'ap', 'sa', 'ca', 'me', 'af', 'il', 'mx', 'cn', 'us-gov', 'us-iso', 'us-isob', 'eu-isoe'];
const others = ['us-isof', 'eusc-de', 'aws', 'euro', 'x-us', 'xus', '', 'US', 'ü'];
const directions = ['east', 'central', 'northeast', 'gov-west', 'new_one', '', 'é'];
const regions = fc
  .tuple(fc.constantFrom(...areas, ...others), fc.constantFrom(...directions), fc.constantFrom('1', '12', '', '1-fips'))
  .map((words) => words.join('-'));

describe('the partition of a Region', () => {
  it('is the one that the SDK knows, whatever the Region is called', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(regions, fc.string()), async (region) => {
        expect(partition(region)).toMatchObject(await partitionOf(region));
      }),
      { numRuns: 1000 },
    );
  });
});
