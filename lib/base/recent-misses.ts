/** A power of two: how many texts are kept in mind, as a number each. */
const size = 4096;

/**
 * Tells texts that were asked for before from new ones, so that only those that come again are remembered whole. It
 * may forget a text and may take a new one for known, both of which cost no more than memory or time.
 */
export class RecentMisses {
  readonly #hashes = new Int32Array(size);

  /** Whether the text was missed before. From now on it was. */
  isKnown(text: string): boolean {
    const hash = hashOf(text);
    const place = hash & (size - 1);
    const isKnown = this.#hashes[place] === hash;
    this.#hashes[place] = hash;
    return isKnown;
  }
}

function hashOf(text: string): number {
  let hash = text.length;
  for (let at = 0; at < text.length; at += 1) {
    hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  }
  return hash;
}
