import type { TypeInfo } from './type-info.ts';

/** Makes something of each type once, by the type's name: a pod may have hundreds of thousands of values of few types. */
export function oncePerType<Made extends NonNullable<unknown>>(
  make: (info: TypeInfo) => Made,
): (info: TypeInfo) => Made {
  const known = new Map<string, Made>();
  return (info) => {
    const found = known.get(info.name);
    if (found !== undefined) {
      return found;
    }
    const made = make(info);
    known.set(info.name, made);
    return made;
  };
}
