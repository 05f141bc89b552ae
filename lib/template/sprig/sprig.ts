import type { FunctionTable } from '../function.ts';
import { caseFunctions } from './case.ts';
import { dateFunctions } from './dates.ts';
import { defaultFunctions } from './defaults.ts';
import { dictFunctions } from './dicts.ts';
import { encodingFunctions } from './encoding.ts';
import { hashFunctions } from './hashes.ts';
import { jsonFunctions } from './json.ts';
import { listFunctions } from './lists.ts';
import { numberFunctions } from './numbers.ts';
import { pathFunctions } from './paths.ts';
import { reflectionFunctions } from './reflection.ts';
import { refusedFunctions, systemFunctions } from './refused.ts';
import { regexFunctions } from './regex.ts';
import { semverFunctions } from './semver.ts';
import { stringFunctions } from './strings.ts';
import { urlFunctions } from './urls.ts';

/**
 * The functions of sprig v3.3 for texts (its TxtFuncMap), each with Go's parameters, results, panics and error texts.
 * Functions that make random values, secrets or certificates fail and say why; `env`, `expandenv` and `getHostByName`
 * give nothing. docs/template-functions.md lists them all.
 */
export const sprigFunctions: FunctionTable = new Map([
  ...stringFunctions,
  ...caseFunctions,
  ...listFunctions,
  ...dictFunctions,
  ...defaultFunctions,
  ...numberFunctions,
  ...jsonFunctions,
  ...encodingFunctions,
  ...hashFunctions,
  ...regexFunctions,
  ...semverFunctions,
  ...dateFunctions,
  ...urlFunctions,
  ...pathFunctions,
  ...reflectionFunctions,
  ...systemFunctions,
  ...refusedFunctions,
]);
