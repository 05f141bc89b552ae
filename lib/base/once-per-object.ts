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

/**
 * The same for what is asked for again at once or not at all, as of one pod after the other: only the latest is kept,
 * and the object with it.
 */
export function latestPerObject<Key extends object, Made>(make: (key: Key) => Made): (key: Key) => Made {
  let latest: { readonly key: Key; readonly made: Made } | undefined;
  return (key) => {
    if (latest?.key !== key) {
      latest = { key, made: make(key) };
    }
    return latest.made;
  };
}
