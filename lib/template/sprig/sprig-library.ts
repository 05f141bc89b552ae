import { type FunctionGroup, loadedGroup } from '../function-library.ts';
import { defaultFunctions } from './defaults.ts';
import { dictFunctions } from './dicts/dicts.ts';
import { listFunctions } from './lists/lists.ts';
import { stringFunctions } from './strings/strings.ts';

/**
 * Sprig's functions in groups, so that no more than a template names need be loaded: those that are large by themselves,
 * small ones together. Nearly every template takes
 * texts, lists, dictionaries and defaults, so these are there at once. A test compares the names with the groups'.
 */
export const sprigGroups: readonly FunctionGroup[] = [
  ...[stringFunctions, listFunctions, dictFunctions, defaultFunctions].map(loadedGroup),
  {
    names: words(
      'int int64 float64 atoi toDecimal add add1 sub mul div mod max biggest min addf add1f subf mulf divf ' +
        'maxf minf ceil floor round until untilStep seq',
    ),
    load: async () => (await import('./seldom.ts')).seldom.numberFunctions,
  },
  {
    names: words('toJson toPrettyJson toRawJson mustToJson mustToPrettyJson mustToRawJson fromJson mustFromJson'),
    load: async () => (await import('./seldom.ts')).seldom.jsonFunctions,
  },
  {
    names: words('b64enc b64dec b32enc b32dec'),
    load: async () => (await import('./seldom.ts')).seldom.encodingFunctions,
  },
  {
    names: words('sha1sum sha256sum sha512sum adler32sum encryptAES decryptAES derivePassword'),
    load: async () => (await import('./seldom.ts')).seldom.hashFunctions,
  },
  {
    names: words(
      'regexMatch mustRegexMatch regexFindAll mustRegexFindAll regexFind mustRegexFind regexReplaceAll ' +
        'mustRegexReplaceAll regexReplaceAllLiteral mustRegexReplaceAllLiteral regexSplit mustRegexSplit ' +
        'regexQuoteMeta',
    ),
    load: async () => (await import('./regex/regex.ts')).regexFunctions,
  },
  {
    names: words('semver semverCompare'),
    load: async () => (await import('./seldom.ts')).seldom.semverFunctions,
  },
  {
    names: words(
      'now ago date dateInZone date_in_zone htmlDate htmlDateInZone dateModify date_modify mustDateModify ' +
        'must_date_modify duration durationRound toDate mustToDate unixEpoch',
    ),
    load: async () => (await import('./seldom.ts')).seldom.dateFunctions,
  },
  {
    names: words('urlParse urlJoin'),
    load: async () => (await import('./seldom.ts')).seldom.urlFunctions,
  },
  {
    names: words('base osBase dir osDir clean osClean ext osExt isAbs osIsAbs'),
    load: async () => (await import('./seldom.ts')).seldom.pathFunctions,
  },
  {
    names: words('typeOf typeIs typeIsLike kindOf kindIs deepEqual fail'),
    load: async () => (await import('./seldom.ts')).seldom.reflectionFunctions,
  },
  {
    names: words('upper lower title untitle swapcase camelcase snakecase kebabcase'),
    load: async () => (await import('./seldom.ts')).seldom.caseFunctions,
  },
  {
    names: words(
      'randAlphaNum randAlpha randAscii randNumeric randBytes randInt shuffle uuidv4 bcrypt genPrivateKey ' +
        'genCA genCAWithKey genSelfSignedCert genSelfSignedCertWithKey genSignedCert genSignedCertWithKey ' +
        'htpasswd buildCustomCert',
    ),
    load: async () => (await import('./seldom.ts')).seldom.refusedFunctions,
  },
  {
    names: words('env expandenv getHostByName'),
    load: async () => (await import('./seldom.ts')).seldom.systemFunctions,
  },
];

function words(text: string): readonly string[] {
  return text.split(' ');
}
