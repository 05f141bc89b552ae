import { APIGatewayClient, GetAccountCommand } from '@aws-sdk/client-api-gateway';
import { GetAccountSettingsCommand, GetFunctionConcurrencyCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type Account, leastUnreserved, usualConcurrency, type Values } from './check-parameters.ts';

/** The part of osls's AWS provider that is used. */
export interface OslsAccount {
  /** Settings for a client of the SDK: Region and credentials. */
  getAwsSdkV3Config(): Promise<object>;
  readonly naming: { getStackName(): string };
}

/**
 * Looks at what the account allows, where a parameter is `auto`, and says on stderr what it decided because of that.
 * An account that cannot be asked counts as one that has room.
 */
export async function readAccount(provider: OslsAccount, values: Values | undefined): Promise<Account | undefined> {
  if (values?.reservedConcurrency !== 'auto' && values?.apiGatewayLogRole !== 'auto') {
    return undefined;
  }
  try {
    const config = await provider.getAwsSdkV3Config();
    const account = {
      unreservedConcurrency: await unreservedFor(new LambdaClient(config), `${provider.naming.getStackName()}-inject`),
      hasLogRole: await hasLogRole(new APIGatewayClient(config)),
    };
    for (const line of adviceFor(account, values)) {
      process.stderr.write(`${line}\n`);
    }
    return account;
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `The account could not be asked for its limits (${cause}); assuming room for ${usualConcurrency} executions and a role for access logs.\n`,
    );
    return undefined;
  }
}

/** What is decided because of the account, and how to decide otherwise. */
export function adviceFor(account: Account, values: Values): readonly string[] {
  const lacksRoom = account.unreservedConcurrency - usualConcurrency < leastUnreserved;
  return [
    ...(values.reservedConcurrency === 'auto' && lacksRoom
      ? [
          `This account has ${account.unreservedConcurrency} executions to reserve from and AWS keeps ${leastUnreserved} of them: deploying without a reservation. Ask for a higher quota of concurrent executions of Lambda; the next deployment then reserves ${usualConcurrency}.`,
        ]
      : []),
    ...(values.apiGatewayLogRole === 'auto' && !account.hasLogRole
      ? [
          'API Gateway has no role for logs in this Region: deploying without an access log. --param=apiGatewayLogRole=create makes one for the whole account, which stays when the stack goes.',
        ]
      : []),
  ];
}

/** Executions that are reserved for nobody, with those that this function has already. */
async function unreservedFor(lambda: LambdaClient, functionName: string): Promise<number> {
  const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
  const own = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: functionName })).then(
    ({ ReservedConcurrentExecutions }) => ReservedConcurrentExecutions ?? 0,
    () => 0,
  );
  if (AccountLimit?.UnreservedConcurrentExecutions === undefined) {
    throw new Error('Lambda does not tell them');
  }
  return AccountLimit.UnreservedConcurrentExecutions + own;
}

async function hasLogRole(gateway: APIGatewayClient): Promise<boolean> {
  const { cloudwatchRoleArn = '' } = await gateway.send(new GetAccountCommand({}));
  return cloudwatchRoleArn !== '';
}
