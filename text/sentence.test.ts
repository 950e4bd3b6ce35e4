import { expect, test } from 'vitest';
import { faults, notices, remarks } from '../engine/api/api.ts';
import { errors } from '../protocol/errors.ts';
import { window as english } from './english/window.ts';
import { window as german } from './german/window.ts';
import { inRegion, languageCodes, languages, preferredLanguage } from './languages.ts';
import { refusalSentence } from './sentence.ts';

const factsIn = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map(String).sort();

const sentences = Object.entries({ ...errors, ...notices, ...faults, ...remarks });

test.each(languageCodes)('%s: each sentence has the facts of its code', (language) => {
  const translated = languages[language].window.errors;
  for (const [code, sentence] of sentences)
    expect([code, factsIn(translated[code as keyof typeof translated])]).toEqual([code, factsIn(sentence)]);
});

test.each([
  [['de-AT', 'en'], 'de'],
  [['fr', 'en-GB', 'de'], 'en'],
  [['fr'], 'en'],
  [[], 'en'],
] as const)('of the preferred languages %j, Parley speaks %s', (tags, spoken) => {
  expect(preferredLanguage(tags).window.language).toBe(spoken);
});

test('formats numbers by the rules of the language', () => {
  const refusal = { code: 'too-large', facts: { limit: 1_048_576 } } as const;
  expect(refusalSentence(german, refusal)).toContain('1.048.576');
  expect(refusalSentence(english, refusal)).toContain('1,048,576');
});

test('a notice shows its facts, and “unknown” for a missing one', () => {
  const sentence = (facts?: { user: string }) => refusalSentence(german, { code: 'message-missing', facts });
  expect(sentence({ user: 'bob' })).toBe('Hier fehlt eine Nachricht von bob.');
  expect(sentence()).toBe('Hier fehlt eine Nachricht von unbekannt.');
});

test('a sentence writes dates as the system’s region does', () => {
  const removedAt = '2026-11-30T12:00:00.000Z';
  const removed = { code: 'device-removed', facts: { removedAt, count: 1_000 } } as const;
  const british = refusalSentence(inRegion(languages.en.window, 'en-GB'), removed);
  expect(british).toContain('30 November 2026 at ');
  expect(refusalSentence(inRegion(languages.en.window, 'en-US'), removed)).toContain('November 30, 2026 at ');
  expect(refusalSentence(inRegion(languages.de.window, 'en-GB'), removed)).toContain('30. November 2026');
});
