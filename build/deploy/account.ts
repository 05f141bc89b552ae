import { APIGatewayClient, GetAccountCommand } from '@aws-sdk/client-api-gateway';
import { GetAccountSettingsCommand, GetFunctionConcurrencyCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { errorText } from '../../lib/base/coded-error.ts';
import { type Account, lacksRoom, leastUnreserved, usualConcurrency, type Values } from './check-parameters.ts';

/** The part of osls's AWS provider that is used. */
export interface OslsAccount {
  /** Settings for a client of the SDK: Region and credentials. */
  getAwsSdkV3Config(): Promise<object>;
  readonly naming: { getStackName(): string };
}

/**
 * Looks at what the account allows, where a parameter is `auto`. What cannot be asked counts as there.
 * @param say takes a line for the user: what could not be asked, and what is decided because of the account
 */
export async function readAccount(
  provider: OslsAccount,
  values: Pick<Values, 'reservedConcurrency' | 'apiGatewayLogRole'>,
  say: (line: string) => void,
): Promise<Account> {
  const config = await provider.getAwsSdkV3Config();
  const ask = async <T>(question: Question<T>): Promise<T | undefined> => {
    try {
      return await question.answer();
    } catch (error) {
      const [cause] = errorText(error).split('\n');
      say(`${question.what} could not be asked (${cause}): ${question.assumed}.`);
      return undefined;
    }
  };
  const unreservedConcurrency =
    values.reservedConcurrency === 'auto'
      ? await ask(concurrencyQuestion(config, `${provider.naming.getStackName()}-inject`))
      : undefined;
  const hasLogRole = values.apiGatewayLogRole === 'auto' ? await ask(logRoleQuestion(config)) : undefined;
  const account: Account = {
    ...(unreservedConcurrency === undefined ? {} : { unreservedConcurrency }),
    ...(hasLogRole === undefined ? {} : { hasLogRole }),
  };
  adviceFor(account).forEach(say);
  return account;
}

/** What is decided because of the account, and how to decide otherwise. */
export function adviceFor(account: Account): readonly string[] {
  return [
    ...(lacksRoom(account)
      ? [
          `This account has ${account.unreservedConcurrency} executions to reserve from and AWS keeps ${leastUnreserved} of them: deploying without a reservation. Ask for a higher quota of concurrent executions of Lambda; the next deployment then reserves ${usualConcurrency}.`,
        ]
      : []),
    ...(account.hasLogRole === false
      ? [
          'API Gateway has no role for logs in this Region: deploying without an access log. --param=apiGatewayLogRole=create makes one for the whole account, which stays when the stack goes.',
        ]
      : []),
  ];
}

/** Something that AWS knows of an account. */
interface Question<T> {
  readonly what: string;
  /** What goes without an answer. */
  readonly assumed: string;
  readonly answer: () => Promise<T>;
}

/** How many executions are reserved for nobody, with those that this function has already. */
function concurrencyQuestion(config: object, functionName: string): Question<number> {
  return {
    what: "Lambda's quota (lambda:GetAccountSettings)",
    assumed: `assuming room for ${usualConcurrency} executions`,
    answer: async () => {
      const lambda = new LambdaClient(config);
      const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
      const own = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: functionName })).then(
        ({ ReservedConcurrentExecutions }) => ReservedConcurrentExecutions ?? 0,
        () => 0,
      );
      if (AccountLimit?.UnreservedConcurrentExecutions === undefined) {
        throw new Error('Lambda does not tell it');
      }
      return AccountLimit.UnreservedConcurrentExecutions + own;
    },
  };
}

/** Whether API Gateway may write logs. */
function logRoleQuestion(config: object): Question<boolean> {
  return {
    what: "API Gateway's role for logs (apigateway:GET on /account)",
    assumed: 'assuming that there is one',
    answer: async () => {
      const { cloudwatchRoleArn = '' } = await new APIGatewayClient(config).send(new GetAccountCommand({}));
      return cloudwatchRoleArn !== '';
    },
  };
}
