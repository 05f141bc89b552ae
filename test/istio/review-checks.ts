import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answer } from './answer.ts';
import { caseNames, object, readJson, text } from './case-files.ts';
import { caseConfiguration } from './profile.ts';
import { type Check, failed, passed, sameJson, type Verdict } from './verdict.ts';

/** Raw HTTP bodies through the webhook: status codes, and the decision where both answer a review. */
export function* reviewChecks(directory: string): Iterable<Check> {
  for (const name of caseNames(directory, 'review')) {
    const folder = join(directory, 'review', name);
    yield { name: `review/${name}`, run: () => checkReview(directory, folder) };
  }
}

async function checkReview(directory: string, folder: string): Promise<Verdict> {
  const about = object(readJson(join(folder, 'case.json')));
  const body = join(folder, 'body.bin');
  const got = await answer(
    {
      method: text(about.method),
      path: text(about.path),
      contentType: text(about.contentType),
      body: existsSync(body) ? readFileSync(body) : new Uint8Array(),
    },
    caseConfiguration(directory, about),
  );
  const want = object(about.want).code;
  if (got.status !== want) {
    return failed(`want status ${String(want)}, got ${got.status}: ${got.body}`);
  }
  return existsSync(join(folder, 'response.json'))
    ? sameJson(
        object(object(readJson(join(folder, 'response.json'))).response).allowed ?? null,
        object(object(JSON.parse(got.body)).response).allowed ?? null,
      )
    : passed;
}
