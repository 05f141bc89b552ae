import { createHash } from 'node:crypto';

/** An intrinsic function of CloudFormation, such as `{Ref: 'Topic'}`. */
export interface Intrinsic {
  readonly [name: string]: unknown;
}

/** A text that is known when the template is made, or that CloudFormation knows. */
export type Text = string | Intrinsic;

/** One resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  /** The condition under which it exists. */
  readonly Condition?: string;
  readonly DeletionPolicy?: 'Retain';
  readonly UpdateReplacePolicy?: 'Retain';
  readonly UpdatePolicy?: Intrinsic;
}

/** Resources by their logical ids. */
export type Resources = Readonly<Record<string, Resource>>;

/** `{Ref: NAME}`: what a resource is called by, or a parameter's value. */
export function ref(name: string): Intrinsic {
  return { Ref: name };
}

/** `{Fn::GetAtt: [NAME, ATTRIBUTE]}`. */
export function att(name: string, attribute: string): Intrinsic {
  return { 'Fn::GetAtt': [name, attribute] };
}

/**
 * `{Fn::Sub: …}`. Variables that are known now are written into the text; the others go along; a text
 * without any stays a text.
 * @param text with `${NAME}` for variables, pseudo parameters and resources
 */
export function sub(text: string, variables: Readonly<Record<string, Text>> = {}): Text {
  let known = text;
  const unknown: Record<string, Intrinsic> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (typeof value === 'string') {
      known = known.replaceAll(`\${${name}}`, value);
    } else {
      unknown[name] = value;
    }
  }
  if (Object.keys(unknown).length > 0) {
    return { 'Fn::Sub': [known, unknown] };
  }
  return known.includes('${') ? { 'Fn::Sub': known } : known;
}

/** Twelve hexadecimal digits that stand for a value: the same for equal values, whatever the order of their keys. */
export function fingerprint(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(value)))
    .digest('hex')
    .slice(0, 12);
}

/** An object with its keys in order, deep. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}
