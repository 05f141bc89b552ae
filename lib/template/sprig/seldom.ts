import { encodingFunctions } from './encoding/encoding.ts';
import { hashFunctions } from './encoding/hashes.ts';
import { jsonFunctions } from './encoding/json.ts';
import { numberFunctions } from './numbers/numbers.ts';
import { reflectionFunctions } from './reflection.ts';
import { refusedFunctions, systemFunctions } from './refused.ts';
import { semverFunctions } from './semver/semver.ts';
import { caseFunctions } from './strings/case.ts';
import { pathFunctions } from './strings/paths.ts';
import { dateFunctions } from './time/dates.ts';
import { urlFunctions } from './url/urls.ts';

/**
 * Groups of a few KB that not every template names, loaded together by the first name of any: one more file costs a
 * start as much as to read some ten KB.
 */
export const seldom = {
  encodingFunctions,
  hashFunctions,
  jsonFunctions,
  numberFunctions,
  reflectionFunctions,
  semverFunctions,
  caseFunctions,
  pathFunctions,
  dateFunctions,
  urlFunctions,
  refusedFunctions,
  systemFunctions,
} as const;
