import { Agent } from 'node:https';
import type { JsonObject } from '../../json/json-value.ts';
import { trialHeader } from '../../webhook/http.ts';
import { plural } from '../output/plural.ts';
import { type ReviewReply, type ReviewTarget, sendReview } from '../start/send-review.ts';
import { messageOf } from './check-connection.ts';
import { bad, type Finding, good, warning } from './finding.ts';

/** Slower answers are reported: pods wait for them. In milliseconds. */
const slowMs = { first: 3000, second: 500 } as const;
/** Clocks may differ by this much before Parameter Store refuses our signatures, in milliseconds. */
const clockMs = 60_000;

/** Sends reviews as an API server would: one of a pod that opts out, one of a pod that asks, and that again. */
export async function checkReviews(url: string, ca: string | undefined): Promise<readonly Finding[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ...(ca === undefined ? {} : { ca }) });
  const target: ReviewTarget = { url, agent, headers: { [trialHeader]: '1' } };
  try {
    const skipped = await sendReview(target, doctorPod('false'), 'default');
    if (skipped.status !== 200) {
      return [refusal(skipped)];
    }
    const [first, second] = [
      await sendReview(target, doctorPod('true'), 'default'),
      await sendReview(target, doctorPod('true'), 'default'),
    ];
    return [
      good('authentication', 'the token is good for this cluster'),
      ...judgeReviews(skipped, second),
      ...judgeTimes(skipped, second),
      judgeConfiguration(first),
      judgeClock(first),
    ];
  } catch (cause) {
    return [bad('review', messageOf(cause), 'nothing answered the review; is the path of --url right?')];
  } finally {
    agent.destroy();
  }
}

function doctorPod(inject: 'true' | 'false'): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'sidecar-injector-doctor', labels: { 'sidecar.istio.io/inject': inject } },
    spec: { containers: [{ name: 'app', image: 'registry.k8s.io/pause:3.10' }] },
  };
}

/** What an answer that is no review means, and what to do. */
const refusals: Readonly<Record<number, readonly [string, string]>> = {
  401: ['authentication', 'make a token for this cluster (token new), and put it into the address: …/t/TOKEN/inject'],
  403: ['authentication', 'API Gateway turns the call away: look at the resource policy, and at the path'],
  404: ['review', 'the path of --url must end in /inject, after stage and token'],
  429: ['review', 'throttled: raise the reserved concurrency or the throttle of the stage'],
  500: ['review', 'the function failed; its log has the cause under the uid that the answer names'],
  502: ['review', 'the function cannot answer; look at its log and at its deployment'],
  503: ['configuration', 'it has no configuration: check ssm:ROOT, and the function’s log for what it read'],
  504: ['review', 'the function took too long; look at its log'],
};

function refusal({ status, problem }: ReviewReply): Finding {
  const [check, todo] = refusals[status] ?? ['review', 'this is no answer of the injector; what stands between?'];
  return bad(check, `${status} ${problem}`.trim(), todo);
}

function judgeReviews(skipped: ReviewReply, injected: ReviewReply): readonly Finding[] {
  const left = skipped.decision === 'skip' && skipped.operations.length === 0;
  const skip = left
    ? good('a pod that opts out', `left alone: ${skipped.reason}`)
    : bad('a pod that opts out', `${skipped.decision}, ${skipped.reason}`, 'it must be left alone; please report this');
  if (injected.reason === 'switched-off') {
    return [
      skip,
      warning(
        'a pod that asks',
        'left alone: the injector is switched off',
        'sidecar-injector on, once what it was switched off for is mended',
      ),
    ];
  }
  if (injected.status !== 200) {
    return [skip, refusal(injected)];
  }
  if (!injected.allowed) {
    return [
      skip,
      bad('a pod that asks', `refused: ${injected.problem}`, 'try the same with explain, and mend the template'),
    ];
  }
  return injected.operations.length === 0
    ? [skip, bad('a pod that asks', `not injected: ${injected.reason}`, 'do the templates bring anything? try explain')]
    : [skip, good('a pod that asks', `injected: ${plural(injected.operations.length, 'patch operation')}`)];
}

function judgeTimes(first: ReviewReply, second: ReviewReply): readonly Finding[] {
  const [cold, warm] = [Math.round(first.milliseconds), Math.round(second.milliseconds)];
  const found = `first call ${cold} ms, another ${warm} ms`;
  return cold > slowMs.first || warm > slowMs.second
    ? [
        warning(
          'latency',
          found,
          'pods wait as long; look at memory and concurrency of the function, and at the way to it',
        ),
      ]
    : [good('latency', found)];
}

/** A webhook of an earlier version tells neither release nor age. */
function judgeConfiguration({ config, release, age }: ReviewReply): Finding {
  const versions = release === '' ? 'the newest versions, by no release' : release;
  const found = age === '' ? config : `${config}; ${versions}; looked at ${age} ago`;
  return config.includes(' s old')
    ? warning('configuration', found, 'it cannot be renewed: the function’s log tells why; check ssm:ROOT')
    : good('configuration', found);
}

function judgeClock({ date }: ReviewReply): Finding {
  const apart = Math.abs(Date.parse(date) - Date.now());
  if (Number.isNaN(apart)) {
    return warning('clock', 'the answer has no date', 'something between takes it out');
  }
  const found = `${Math.round(apart / 1000)} s apart from this machine's`;
  return apart > clockMs ? warning('clock', found, 'which of the two clocks is wrong?') : good('clock', found);
}
