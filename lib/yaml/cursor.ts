import { YamlError, type YamlErrorCode } from './errors.ts';

/** Code of the end of the text: the text is read with NULs after it, and may hold none itself. */
export const endCode = 0;
/** As many as are looked at together. */
const endMark = '\0\0\0\0';

/**
 * A place in a text together with the little state that scalars need: where the line begins, the indentation of the
 * block around, and how many flow collections are open.
 */
export class Cursor {
  /** The text, with its end mark. */
  readonly text: string;
  readonly name: string | undefined;
  offset = 0;
  line = 0;
  lineStart = 0;
  /** Column of the block collection around, -1 outside of any. */
  indent = -1;
  flowLevel = 0;
  /** Whether what comes next may be a key without `?`. */
  keyAllowed = true;

  constructor(text: string, name: string | undefined) {
    this.text = text + endMark;
    this.name = name;
  }

  /** Code of the character that far ahead, at most three; 0 at the end. */
  code(ahead = 0): number {
    return this.text.charCodeAt(this.offset + ahead);
  }

  get column(): number {
    return this.offset - this.lineStart;
  }

  /** Steps over a line break, CR and LF together as one; the break as the value of a scalar has it. */
  takeBreak(): string {
    const code = this.code();
    this.offset += code === 13 && this.code(1) === 10 ? 2 : 1;
    this.line += 1;
    this.lineStart = this.offset;
    return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : '\n';
  }

  /** Whether `---` or `...` stands here alone at the beginning of a line. */
  atDocumentMark(): boolean {
    const code = this.code();
    return (
      this.offset === this.lineStart &&
      (code === 45 || code === 46) &&
      this.code(1) === code &&
      this.code(2) === code &&
      isBlankOrEnd(this.code(3))
    );
  }

  skipComment(): void {
    if (this.code() === 35) {
      while (!isBreakOrEnd(this.code())) {
        this.offset += 1;
      }
    }
  }

  skipBlanks(): void {
    while (isBlank(this.code())) {
      this.offset += 1;
    }
  }

  fail(reason: string, offset = this.offset, code: YamlErrorCode = 'syntax'): YamlError {
    return new YamlError(code, reason, {
      place: { text: this.text.slice(0, -endMark.length), offset, name: this.name },
    });
  }
}

/** Space or tab. */
export function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** LF, CR, NEL, line or paragraph separator: YAML 1.1 counts five line breaks. */
export function isBreak(code: number): boolean {
  return code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029;
}

export function isBreakOrEnd(code: number): boolean {
  return code === endCode || isBreak(code);
}

export function isBlankOrEnd(code: number): boolean {
  return code === 32 || code === 9 || code === endCode || isBreak(code);
}

/** Letters, digits, `_` and `-` of ASCII: names of anchors and tag handles. */
export function isNameCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45
  );
}

export function isFlowIndicator(code: number): boolean {
  return code === 44 || code === 63 || code === 91 || code === 93 || code === 123 || code === 125;
}
