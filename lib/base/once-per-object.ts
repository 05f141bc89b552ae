/** Makes something of each object once, and keeps it for as long as there is the object, which must not change any more. */
export function oncePerObject<Key extends object, Made extends NonNullable<unknown>>(
  make: (key: Key) => Made,
): (key: Key) => Made {
  const known = new WeakMap<Key, Made>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) {
      return found;
    }
    const made = make(key);
    known.set(key, made);
    return made;
  };
}
