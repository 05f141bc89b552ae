import type { GetParametersCommandOutput } from '@aws-sdk/client-ssm';
import type { CallDescription } from './errors.ts';
import { wrongAnswer } from './explain-failure.ts';
import type { ReadParameter } from './parameter-reader.ts';

/**
 * What `GetParameters` found. An answer may come from whatever stands at the endpoint, so it is looked at first.
 * @throws ParameterStoreError `wrong-answer`
 */
export function decodeParameters(
  output: Partial<GetParametersCommandOutput>,
  call: CallDescription,
): readonly ReadParameter[] {
  if (!Array.isArray(output.Parameters) || !Array.isArray(output.InvalidParameters)) {
    throw wrongAnswer(call, 'It lists neither parameters nor names that do not exist.');
  }
  return output.Parameters.map((parameter) => {
    const { Name: name, Value: value, Version: version } = parameter ?? {};
    if (typeof name !== 'string' || typeof value !== 'string' || typeof version !== 'number') {
      throw wrongAnswer(call, 'A parameter in it has no name, value or version.');
    }
    return { name, value, version };
  });
}
