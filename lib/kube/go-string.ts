import { compareBytes } from '../go/bytes.ts';
import {
  decodeArray,
  decodeBytes,
  decodeIntOrString,
  decodeObject,
  decodeQuantity,
  decodeScalar,
  decodeTime,
} from './decode.ts';
import { encodedText, encodeValue } from './encode.ts';
import { fieldOperand, type Operand } from './operand.ts';
import { formatQuantity, type Quantity } from './quantity.ts';
import { printTime } from './time.ts';
import type { StructInfo } from './type-info.ts';

/** Types of k8s.io/apimachinery, which structs of k8s.io/api print in another way than their own. */
const metaTypes: ReadonlySet<string> = new Set([
  'v1.FieldsV1',
  'v1.LabelSelector',
  'v1.LabelSelectorRequirement',
  'v1.ManagedFieldsEntry',
  'v1.ObjectMeta',
  'v1.OwnerReference',
  'v1.Time',
  'v1.TypeMeta',
]);

/**
 * What the generated `String()` of an API struct returns: `&EmptyDirVolumeSource{Medium:,SizeLimit:<nil>,}`.
 * Fields stand in the order of their protobuf numbers, structs of the same package print likewise without `&`, those
 * of other packages as `%v` prints them, pointers to basic values as `*value`.
 */
export function goString(operand: Operand): string {
  const { info } = operand;
  if (info.kind !== 'struct') {
    return printValue(operand);
  }
  const names = info.schema.printed ?? info.names;
  const fields = names.map((name) => {
    const field = info.byGo.get(name);
    return field === undefined ? '' : `${name}:${printField(info, fieldOperand(operand, field))},`;
  });
  return `&${localName(info.name)}{${fields.join('')}}`;
}

function printField(owner: StructInfo, operand: Operand): string {
  const { info } = operand;
  switch (info.kind) {
    case 'struct':
      return withoutAmpersand(isForeign(owner, info.name) ? foreignValue(operand) : goString(operand));
    case 'custom':
      return printRaw(operand);
    case 'pointer':
      return printPointer(owner, operand);
    case 'slice':
      return printSlice(owner, operand);
    case 'map':
      return printMap(
        operand,
        `${info.name.startsWith('map[') ? info.name.replaceAll('v1.', '') : localName(info.name)}{`,
      );
    default:
      return printValue(operand);
  }
}

function printPointer(owner: StructInfo, { info, json, path }: Operand): string {
  const target = info.kind === 'pointer' ? info.elem() : info;
  const isNil = json === undefined || json === null;
  const operand: Operand = { info: target, json, path };
  if (target.kind === 'scalar') {
    return isNil ? 'nil' : `*${printValue(operand)}`;
  }
  if (target.kind === 'custom') {
    return isNil ? '<nil>' : printValue(operand);
  }
  if (isNil) {
    return 'nil';
  }
  const text = goString(operand);
  return isForeign(owner, target.name) ? text.replace(localName(target.name), target.name) : text;
}

function printSlice(owner: StructInfo, { info, json, path }: Operand): string {
  if (info.kind !== 'slice') {
    return '';
  }
  const elem = info.elem();
  if (elem.kind !== 'struct' || isForeign(owner, elem.name)) {
    return printValue({ info, json, path });
  }
  const items = decodeArray(json, path) ?? [];
  const texts = items.map(
    (item, index) => `${withoutAmpersand(goString({ info: elem, json: item, path: `${path}[${index}]` }))},`,
  );
  return `[]${localName(elem.name)}{${texts.join('')}}`;
}

function printMap({ info, json, path }: Operand, open: string): string {
  const object = decodeObject(json, path) ?? {};
  const elem = info.kind === 'map' ? info.elem() : info;
  const keys = Object.keys(object).sort(compareBytes);
  return `${open}${keys.map((key) => `${key}: ${printRaw({ info: elem, json: object[key], path })},`).join('')}}`;
}

/** `%v` of a value that can be addressed, so that `String()` of custom types applies. */
function printValue(operand: Operand): string {
  const { info, json, path } = operand;
  switch (info.kind) {
    case 'scalar':
      return String(decodeScalar(info.scalar, json, path));
    case 'slice':
      return info.elemName === 'uint8' && typeof json === 'string'
        ? `[${[...decodeBytes(json, path)].join(' ')}]`
        : `[${(decodeArray(json, path) ?? []).map((item) => printRaw({ info: info.elem(), json: item, path })).join(' ')}]`;
    case 'custom':
      return printCustom(operand);
    default:
      return printRaw(operand);
  }
}

function printCustom({ info, json, path }: Operand): string {
  switch (info.name) {
    case 'resource.Quantity':
      return formatQuantity(decodeQuantity(json, path));
    case 'intstr.IntOrString':
      return String(decodeIntOrString(json, path).value);
    case 'v1.Time':
      return printTime(decodeTime(json, path));
    default:
      return encodedText(encodeValue(info, json, path));
  }
}

/** `%v` of a value that cannot be addressed: types whose `String` needs a pointer show their insides. */
function printRaw(operand: Operand): string {
  const { info, json, path } = operand;
  if (info.name === 'resource.Quantity') {
    return rawQuantity(decodeQuantity(json, path));
  }
  if (info.name === 'intstr.IntOrString') {
    const decoded = decodeIntOrString(json, path);
    return decoded.kind === 'int' ? `{0 ${decoded.value} }` : `{1 0 ${decoded.value}}`;
  }
  if (info.kind === 'struct') {
    return `{${info.names.map((name) => rawField(operand, info, name)).join(' ')}}`;
  }
  if (info.kind === 'map') {
    const object = decodeObject(json, path) ?? {};
    const keys = Object.keys(object).sort(compareBytes);
    return `map[${keys.map((key) => `${key}:${printRaw({ info: info.elem(), json: object[key], path })}`).join(' ')}]`;
  }
  return printValue(operand);
}

function rawField(operand: Operand, info: StructInfo, name: string): string {
  const field = info.byGo.get(name);
  if (field === undefined) {
    return '';
  }
  const value = fieldOperand(operand, field);
  if (value.info.kind !== 'pointer') {
    return printRaw(value);
  }
  const target = value.info.elem();
  if (value.json === undefined || value.json === null) {
    return target.kind === 'struct' ? 'nil' : '<nil>';
  }
  // Go prints the address of a pointer to a basic value here, which differs from run to run: no address is stable.
  return target.kind === 'scalar' ? '0xc000000000' : goString({ ...value, info: target });
}

/** The Go fields `i`, `d`, `s` and `Format`. A big decimal prints as an address, which differs from run to run. */
function rawQuantity({ unscaled, scale, kept, format, small }: Quantity): string {
  return small
    ? `{{${unscaled} ${-scale}} {<nil>} ${kept ?? ''} ${format}}`
    : `{{0 0} {0xc000000000} ${kept ?? ''} ${format}}`;
}

function foreignValue(operand: Operand): string {
  return printRaw(operand).replace(localName(operand.info.name), operand.info.name);
}

function isForeign(owner: StructInfo, name: string): boolean {
  return metaTypes.has(name) !== metaTypes.has(owner.name);
}

function withoutAmpersand(text: string): string {
  return text.replace('&', '');
}

function localName(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}
