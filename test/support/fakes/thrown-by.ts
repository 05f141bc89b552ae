/** The error of this class that an act throws. Errors of other classes pass on; an act that ends well fails the test. */
export function thrownBy<E extends Error>(kind: new (...given: never[]) => E, act: () => unknown): E {
  try {
    act();
  } catch (error) {
    if (error instanceof kind) {
      return error;
    }
    throw error;
  }
  throw new Error(`no ${kind.name} was thrown`);
}
