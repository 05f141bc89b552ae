import type { FunctionTable } from '../function.ts';
import { defaultFunctions } from './defaults.ts';
import { dictFunctions } from './dicts/dicts.ts';
import { encodingFunctions } from './encoding/encoding.ts';
import { hashFunctions } from './encoding/hashes.ts';
import { jsonFunctions } from './encoding/json.ts';
import { listFunctions } from './lists/lists.ts';
import { numberFunctions } from './numbers/numbers.ts';
import { reflectionFunctions } from './reflection.ts';
import { refusedFunctions, systemFunctions } from './refused.ts';
import { regexFunctions } from './regex/regex.ts';
import { semverFunctions } from './semver/semver.ts';
import { caseFunctions } from './strings/case.ts';
import { pathFunctions } from './strings/paths.ts';
import { stringFunctions } from './strings/strings.ts';
import { dateFunctions } from './time/dates.ts';
import { urlFunctions } from './url/urls.ts';

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
