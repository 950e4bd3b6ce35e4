import { expect, test } from 'vitest';
import { faults, notices, remarks } from '../engine/api/api.ts';
import { errors } from '../protocol/errors.ts';
import { english } from './english/window.ts';
import { german } from './german/window.ts';
import { refusalSentence } from './sentence.ts';

const factsIn = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map(String).sort();

test.each(Object.entries({ ...errors, ...notices, ...faults, ...remarks }))(
  '%s has the same facts in German',
  (code, sentence) => {
    expect(factsIn(german.refusals[code as keyof typeof errors])).toEqual(factsIn(sentence));
  },
);

test('numbers are written as the language does', () => {
  const refusal = { code: 'too-large', facts: { limit: 1_048_576 } } as const;
  expect(refusalSentence(german, refusal)).toContain('1.048.576');
  expect(refusalSentence(english, refusal)).toContain('1,048,576');
});

test('a notice is worded with its facts, and what is missing is said to be', () => {
  const told = (facts?: { user: string }) => refusalSentence(german, { code: 'message-missing', facts });
  expect(told({ user: 'bob' })).toBe('Hier fehlt eine Nachricht von bob.');
  expect(told()).toBe('Hier fehlt eine Nachricht von unbekannt.');
});
