import { CodeDeployClient, PutLifecycleEventHookExecutionStatusCommand } from '@aws-sdk/client-codedeploy';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { createBeforeTraffic } from '../../lib/rollout/before-traffic.ts';
import { builtInEvents } from '../../lib/rollout/built-in-events.ts';

const lambda = new LambdaClient({});
const codeDeploy = new CodeDeployClient({});
const { NEW_VERSION: newVersion = '', LIVE_VERSION: liveVersion = '' } = process.env;

/** Asks a new version of the function before CodeDeploy gives it traffic. */
export const handler = createBeforeTraffic(
  {
    newVersion,
    liveVersion,
    log: (line) => void process.stdout.write(`${line}\n`),
    async invoke(version, event) {
      const call = new InvokeCommand({ FunctionName: version, Payload: JSON.stringify(event) });
      const { FunctionError: fault, Payload: payload = new Uint8Array() } = await lambda.send(call);
      const text = Buffer.from(payload).toString();
      return fault === undefined ? { kind: 'answered', payload: text } : { kind: 'failed', cause: `${fault}: ${text}` };
    },
    async report({ DeploymentId: deploymentId, LifecycleEventHookExecutionId: id }, status) {
      const result = { deploymentId, lifecycleEventHookExecutionId: id, status };
      await codeDeploy.send(new PutLifecycleEventHookExecutionStatusCommand(result));
    },
  },
  builtInEvents,
);
