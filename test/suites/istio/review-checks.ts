import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastJsonPatch, { type Operation } from 'fast-json-patch';
import { normalPod } from '../../../lib/kube/normal-form.ts';
import { answer } from './answer.ts';
import { caseNames, object, readJson, readText, text } from './case-files.ts';
import { caseConfiguration } from './profile.ts';
import { all, type Check, failed, passed, sameJson, type Verdict } from './verdict.ts';

const { applyPatch } = fastJsonPatch;

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
      body: existsSync(body) ? completed(readFileSync(body)) : new Uint8Array(),
    },
    caseConfiguration(directory, about),
  );
  const want = object(about.want).code;
  if (got.status !== want) {
    return failed(`want status ${String(want)}, got ${got.status}: ${got.body}`);
  }
  return existsSync(join(folder, 'response.json')) ? sameAnswer(folder, got.body) : passed;
}

function sameAnswer(folder: string, body: string): Verdict {
  const want = object(object(readJson(join(folder, 'response.json'))).response);
  const got = object(object(JSON.parse(body)).response);
  const review = object(readJson(join(folder, 'body.bin')));
  const pod = JSON.stringify(object(review.request).object);
  const patched = (patch: readonly Operation[]) => normalPod(applyPatch(JSON.parse(pod), patch, true).newDocument);
  const ours = got.patch === undefined ? '[]' : Buffer.from(text(got.patch), 'base64').toString();
  const patchFile = join(folder, 'patch.json');
  const theirs = existsSync(patchFile) ? readText(patchFile) : '[]';
  return all([
    sameJson(want.allowed ?? null, got.allowed ?? null),
    sameJson(patched(JSON.parse(theirs)), patched(JSON.parse(ours))),
  ]);
}

/** Istio's tests leave out what every API server sends: a uid, and that it is about pods. */
function completed(body: Uint8Array): Uint8Array {
  try {
    const review = JSON.parse(Buffer.from(body).toString());
    review.request.uid ||= 'none';
    review.request.resource = { group: '', version: 'v1', resource: 'pods' };
    return Buffer.from(JSON.stringify(review));
  } catch {
    return body;
  }
}
