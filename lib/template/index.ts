/** What the package exports as `./template`. Nothing within lib imports this file. */
export { copyGoValue } from '../go/copy.ts';
export { GoError, GoPanic } from '../go/errors.ts';
export { goValueFromJson, type NumberMode } from '../go/from-json.ts';
export type { GoValue } from '../go/value.ts';
export { TemplateError, type TemplateErrorCode } from './errors.ts';
export type { FunctionTable, RunContext, TemplateFunction } from './function.ts';
export { defaultLimits, type Limits } from './limits.ts';
export { sprigFunctions } from './sprig/sprig.ts';
export {
  compileTemplate,
  type NamedText,
  type RenderOptions,
  type Template,
  type TemplateOptions,
} from './template.ts';
