/** Largest text that is read, in UTF-16 units (bytes, for bytes). */
export const maxYamlLength = 8 * 1024 * 1024;
/** How deep lists and mappings may nest. Pods nest about 15 deep; Go's own limit is 10,000. */
export const maxYamlDepth = 1000;
/** How many values a document may hold once its aliases are expanded. */
export const maxYamlValues = 2_000_000;
