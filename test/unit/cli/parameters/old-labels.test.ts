import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeOldLabel, oldLabels, versionsBehind } from '../../../../lib/cli/parameters/old-labels.ts';
import { createParameterAdmin } from '../../../../lib/cli/parameters/parameter-admin.ts';
import { digestOf, encodeRelease } from '../../../../lib/config/release/release.ts';
import { type StoredParameters, startStoredParameters } from '../stored-parameters.ts';

let world: StoredParameters;
beforeEach(async () => {
  world = await startStoredParameters();
});
afterEach(() => world.close());

async function found() {
  const admin = createParameterAdmin('/sidecar-injector', world.server.environment);
  return (await oldLabels(admin, (await admin.list()).parameters)).map(describeOldLabel);
}

function writeValues(times: number): void {
  for (let version = 0; version < times; version++) {
    world.server.store.put('/sidecar-injector/default/values', `image: log:${version}`, { overwrite: true });
  }
}

describe('a labelled version', () => {
  beforeEach(() => {
    writeValues(1);
    world.server.store.find('/sidecar-injector/default/values:1')?.labels.add('pinned');
    const pin = { name: 'default/values', version: 1, sha256: digestOf('image: log:0') };
    world.server.store.put('/sidecar-injector/default/release', encodeRelease([pin]), { overwrite: true });
  });

  it.each([versionsBehind - 1, versionsBehind, 99])('that is %i versions behind', async (behind) => {
    writeValues(behind);
    const writes = behind === 99 ? 'the next write fails' : 'writes fail after 19 more';
    expect(await found()).toEqual(
      behind < versionsBehind
        ? []
        : [
            `default/values: version 1 is labelled pinned and ${behind} versions behind; Parameter Store keeps 100, so ${writes}. First promote: sidecar-injector promote`,
          ],
    );
  });
});

it('versions without a label are dropped without a word', async () => {
  writeValues(90);
  expect(await found()).toEqual([]);
});
