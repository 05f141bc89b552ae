/** The types that declare methods besides `String` of generated structs and getters. */
const typesWithMethods = [
  'resource.Quantity',
  'intstr.IntOrString',
  'v1.Time',
  'v1.FieldsV1',
  'v1.ResourceList',
  'v1.TypeMeta',
  'v1.ObjectMeta',
] as const;

export type TypeWithMethods = (typeof typesWithMethods)[number];

const names: ReadonlySet<string> = new Set(typesWithMethods);

/** Asked before `declared-methods.ts` is: hardly any template calls a method, and every template reads fields. */
export function hasMethods(type: string): type is TypeWithMethods {
  return names.has(type);
}
