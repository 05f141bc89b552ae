/** What one look at the installation found. */
export interface Finding {
  readonly check: string;
  readonly level: 'good' | 'warning' | 'bad';
  readonly found: string;
  /** What to do about it; empty where nothing is to be done. */
  readonly todo: string;
}

/** A finding without anything to do. */
export function good(check: string, found: string): Finding {
  return { check, level: 'good', found, todo: '' };
}

export function warning(check: string, found: string, todo: string): Finding {
  return { check, level: 'warning', found, todo };
}

export function bad(check: string, found: string, todo: string): Finding {
  return { check, level: 'bad', found, todo };
}
