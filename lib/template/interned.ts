/**
 * The same text in the one copy that V8 keeps of each property name. Maps find such a key by identity; a name that was
 * cut out of a template is compared letter by letter.
 */
export function interned(name: string): string {
  const [key = name] = name.length > maxName ? [] : Object.keys({ [name]: true });
  return key;
}

/** Longer texts are hardly names. */
const maxName = 100;
