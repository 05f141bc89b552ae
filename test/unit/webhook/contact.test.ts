import { describe, expect, it } from 'vitest';
import { maxMessageCharacters, maxWarningCharacters } from '../../../lib/review/respond.ts';
import { refusalWithContact, staleWarnings } from '../../../lib/webhook/contact.ts';

describe('refusalWithContact', () => {
  it.each([
    ['nobody is named', 'It is bad', '', 'It is bad'],
    ['a sentence', 'It is bad.', '#platform', 'It is bad. Questions: #platform'],
    ['words without an end', 'it is bad', '#platform', 'it is bad. Questions: #platform'],
  ])('ends with whom to ask: %s', (_name, message, contact, want) => {
    expect(refusalWithContact(message, contact)).toBe(want);
  });

  it('cuts what is said before, and not whom to ask', () => {
    const told = refusalWithContact('x'.repeat(5000), 'c'.repeat(120));
    expect(told).toHaveLength(maxMessageCharacters);
    expect(told.endsWith(`x. Questions: ${'c'.repeat(120)}`)).toBe(true);
  });
});

describe('staleWarnings', () => {
  const old = 'the sidecar configuration is 312 s old and cannot be renewed; tell';
  it.each([
    ['nobody is named', '', [`${old} whoever runs the injector`]],
    ['a short one', '#platform', [`${old} #platform`]],
    ['a long one', 'c'.repeat(120), [`${old} this address:`, 'c'.repeat(120)]],
  ])('tell whom to tell, none of them too long to be read: %s', (_name, contact, want) => {
    const warnings = staleWarnings(312, contact);
    expect(warnings).toEqual(want);
    expect(warnings.every(({ length }) => length <= maxWarningCharacters)).toBe(true);
  });
});
