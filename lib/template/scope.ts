/** What belongs to one template and not to those defined inside it. */
export interface Scope {
  readonly name: string;
  readonly variables: string[];
  rangeDepth: number;
  parenDepth: number;
  /** How many variables it has declared. */
  declarations: number;
  /** Offset of the delimiter of the action that is being read, for errors that end far from where they began. */
  actionStart: number | undefined;
}

/** The scope of a template that is about to be read. */
export function newScope(name: string): Scope {
  return { name, variables: ['$'], rangeDepth: 0, parenDepth: 0, declarations: 0, actionStart: undefined };
}

/** The last of some items, of which there is always one. */
export function last<T>(items: readonly T[]): T {
  const item = items.at(-1);
  if (item === undefined) {
    throw new Error('template parser: there is always an open block and a last token; please report this');
  }
  return item;
}
